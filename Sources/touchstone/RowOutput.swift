import Disk
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Rows on standard output as they come, or in a file that appears whole at the end.
final class RowOutput {
    private let target: FilePath?
    private var waiting: [UInt8] = []

    init(_ target: FilePath?) throws {
        self.target = target
        // A folder that is missing shows now, not after an hour's work.
        if let target {
            let folder = target.removingLastComponent()
            guard folder.isEmpty || folder.kind == .folder else {
                throw Failure("\(target.printable): there is no folder \(folder.printable); make it first")
            }
        }
    }

    func write(_ row: String) throws {
        waiting += Array(row.utf8)
        if target == nil { try flush() }
    }

    private func flush() throws {
        try StandardOutput.write(waiting)
        waiting = []
    }

    func abandon() { waiting = [] }

    func close() throws {
        if let target { try target.writeAtomically(waiting) }
    }
}

/// Results for other programs: what `print` cannot write, on a full disk for one, it drops without a word.
enum StandardOutput {
    static func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

    static func write(_ bytes: [UInt8]) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Failure("standard output: \(Errno(rawValue: errno))") }
            rest = rest.dropFirst(written)
        }
    }
}
