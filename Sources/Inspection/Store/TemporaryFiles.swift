import Disk
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// What atomic writing leaves beside its target when the program is killed: `.name.pid.number.tmp`.
enum TemporaryFiles {
    /// - Parameter age: in seconds since the last change. Younger ones stay while the program that wrote them runs.
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
                status.st_mtim.tv_sec < now - age || !isAlive(name.bytes)
            else { continue }
            _ = path.withPlatformString { unlink($0) }
        }
    }

    /// Whether the program still runs whose number stands third from last in the name.
    private static func isAlive(_ name: [UInt8]) -> Bool {
        let words = name.split(separator: UInt8(ascii: "."))
        guard words.count >= 4, let text = String(validating: words[words.count - 3], as: UTF8.self),
            let number = pid_t(text), number > 0
        else { return true }
        return kill(number, 0) == 0 || errno != ESRCH
    }

    private static func isTemporary(_ name: [UInt8]) -> Bool {
        name.first == UInt8(ascii: ".") && name.suffix(4).elementsEqual(".tmp".utf8)
    }
}
