import Disk
import SystemPackage

#if canImport(Glibc)
import Glibc
#endif

/// What atomic writing leaves beside its target when the program is killed: `.name.pid.number.tmp`.
enum TemporaryFiles {
    /// - Parameter age: in seconds since the last change. Younger ones may belong to a program that is still writing.
    static func remove(in folder: FilePath, olderThan age: Int) {
        guard let directory = folder.withPlatformString({ opendir($0) }) else { return }
        defer { closedir(directory) }
        let now = time(nil)
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { FilePath(platformString: $0) }
            }
            guard isTemporary(name.bytes) else { continue }
            let path = folder.appending(name.components)
            var status = stat()
            guard path.withPlatformString({ lstat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG,
                status.st_mtim.tv_sec < now - age
            else { continue }
            _ = path.withPlatformString { unlink($0) }
        }
    }

    private static func isTemporary(_ name: [UInt8]) -> Bool {
        name.first == UInt8(ascii: ".") && name.suffix(4).elementsEqual(".tmp".utf8)
    }
}
