import Disk
import Foundation
import Inspection
import SystemPackage

/// Where the station puts an export: beside the person if it may, else in the home.
enum ExportPath {
    /// - Returns: the file that was written.
    static func write(_ rows: [VerdictRow], category: String?, home: Home) throws(InspectionError) -> FilePath {
        let name = name(category)
        do {
            let path = FilePath(FileManager.default.currentDirectoryPath).appending(name)
            try VerdictCSV.write(rows, to: path)
            return path
        } catch  where error.code == .readOnly {
            let folder = home.path.appending("exports")
            do {
                try folder.makeFolder()
            } catch {
                throw InspectionError(error)
            }
            try VerdictCSV.write(rows, to: folder.appending(name))
            return folder.appending(name)
        }
    }

    /// `verdicts-bottle-20260131-134502.csv`: only characters that no shell, file system or spreadsheet minds.
    private static func name(_ category: String?) -> String {
        let safe = category.map { name in
            String(
                name.unicodeScalars.map { scalar in
                    CharacterSet.alphanumerics.contains(scalar) && scalar.isASCII ? Character(scalar) : "_"
                })
        }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyyMMdd-HHmmss"
        return (["verdicts", safe, formatter.string(from: Date())].compactMap { $0 }.joined(separator: "-")) + ".csv"
    }
}
