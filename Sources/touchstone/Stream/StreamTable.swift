import Disk
import Inspection
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A stream's rows as they come: on standard output, or at the end of a file, where each is in the system's hands
/// before its part counts as inspected.
final class StreamTable {
    private let name: FilePath
    private let file: FileDescriptor?
    /// The last row of a file that is continued.
    let lastLine: String?

    /// - Parameters:
    ///   - target: `-` for standard output.
    ///   - continues: whether rows go behind those that a file has; a row that was cut short is taken away.
    init(_ target: FilePath, continues: Bool) throws {
        name = target
        guard target != "-" else {
            (file, lastLine) = (nil, nil)
            try write(StreamRow.csvHeader)
            return
        }
        guard target.kind == .file || target.kind == .missing else {
            throw Failure("\(target.printable): is a folder or a device; give the name of a regular file, or -")
        }
        do {
            let file = try FileDescriptor.open(
                target, .writeOnly,
                options: continues ? [.create, .append, .closeOnExec] : [.create, .truncate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
            self.file = file
            lastLine = continues ? try Self.mend(file, target) : nil
        } catch let error as Errno {
            throw DiskError(error, target, doing: "writing")
        }
        if lastLine == nil { try write(StreamRow.csvHeader) }
    }

    deinit { try? file?.close() }

    var isStandardOutput: Bool { file == nil }

    func write(_ row: String) throws {
        guard let file else { return try StandardOutput.write(row) }
        do {
            try file.writeAll(Array(row.utf8))
        } catch {
            throw DiskError((error as? Errno) ?? .ioError, name, doing: "writing")
        }
    }

    /// - Returns: the last whole line; `nil` for a file without any.
    private static func mend(_ file: FileDescriptor, _ name: FilePath) throws -> String? {
        let bytes = try name.readAll(limit: 1 << 34)
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
            guard ftruncate(file.rawValue, 0) == 0 else { throw Errno(rawValue: errno) }
            return nil
        }
        let header = Array(StreamRow.csvHeader.utf8)
        guard bytes.starts(with: header) else {
            throw Failure("\(name.printable): holds other columns than a watch writes; give another name")
        }
        guard ftruncate(file.rawValue, off_t(end + 1)) == 0 else { throw Errno(rawValue: errno) }
        let line = bytes[..<end].split(separator: UInt8(ascii: "\n")).last ?? []
        return String(decoding: line, as: UTF8.self)
    }
}
