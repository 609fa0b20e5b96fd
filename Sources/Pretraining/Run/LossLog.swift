import Disk
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// The losses of every step as a CSV file that grows by a row each time: it can be read while the training goes on.
final class LossLog {
    struct Row {
        /// Counted from 1.
        let step: Int
        let terms: [Double]
        let rate: Double
        let gradientNorm: Double
        /// Of the whole step.
        let seconds: Double
    }

    private let path: FilePath
    private let file: FileDescriptor
    /// The terms of the rows that were there already.
    let history: [[Double]]

    /// Opens the file, or makes it. Rows after `step`, which will be computed again, and a row that was not written to
    /// its end are cut off.
    /// - Throws: `DiskError`.
    init(_ path: FilePath, terms: [String], after step: Int) throws(DiskError) {
        self.path = path
        var text = CSV.line(
            (["step"] + terms + ["rate", "gradient_norm", "seconds"]).map { .plain($0) }, end: "\n")
        var history: [[Double]] = []
        if path.kind != .missing {
            let old = String(decoding: try path.readAll(), as: UTF8.self)
            for row in old.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast() {
                let cells = row.split(separator: ",")
                guard let number = cells.first.flatMap({ Int($0) }), number <= step else { break }
                text += row + "\n"
                history.append(cells.dropFirst().prefix(terms.count).map { Double($0) ?? .nan })
            }
        }
        self.history = history
        try path.writeAtomically(Array(text.utf8))
        do {
            file = try FileDescriptor.open(path, .writeOnly, options: [.append, .closeOnExec])
        } catch let error as Errno {
            throw DiskError(error, path, doing: "writing")
        } catch {
            throw DiskError(.other, path, "\(error)")
        }
    }

    deinit { try? file.close() }

    /// - Throws: `DiskError`.
    func add(_ row: Row) throws(DiskError) {
        let numbers = row.terms + [row.rate, row.gradientNorm]
        var line = CSV.line(
            [.plain("\(row.step)")] + numbers.map { .plain(Self.short($0)) } + [.plain(Self.milliseconds(row.seconds))],
            end: "\n")
        do {
            _ = try line.withUTF8 { try file.writeAll($0) }
        } catch let error as Errno {
            throw DiskError(error, path, doing: "writing")
        } catch {
            throw DiskError(.other, path, "\(error)")
        }
    }

    /// Brings what was added to the disk, so that a saved state never knows of steps that the file has lost.
    func synchronise() { _ = fsync(file.rawValue) }

    /// Seven digits, as many as a float has.
    private static func short(_ value: Double) -> String { "\(Float(value))" }

    private static func milliseconds(_ seconds: Double) -> String {
        "\((seconds * 1000).rounded() / 1000)"
    }
}
