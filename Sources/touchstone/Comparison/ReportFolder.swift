import Disk
import Report
import SystemPackage

/// Where a report goes: one page for people, and the same tables for programs beside it.
struct ReportFolder {
    let path: FilePath

    /// - Throws: `DiskError` when the folder cannot be made.
    init(_ path: FilePath) throws {
        self.path = path
        try path.makeFolder()
    }

    /// Replaces an earlier report file by file; none is ever there by half.
    func write(_ report: ComparisonReport) throws {
        try path.appending("report.html").writeAtomically(Array(report.html().utf8))
        try path.appending("report.md").writeAtomically(Array(report.markdown().utf8))
        try path.appending("report.csv").writeAtomically(Array(report.csv().utf8))
        try path.appending("report.json").writeAtomically(Array(report.json().utf8))
    }
}
