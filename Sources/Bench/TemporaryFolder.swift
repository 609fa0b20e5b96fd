import Disk
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A folder that goes when the measurements are over, with everything in it.
public struct TemporaryFolder: Sendable {
    public let path: FilePath

    /// Makes it in `$TMPDIR` or `/tmp`.
    public init() throws(BenchError) {
        let parent = getenv("TMPDIR").map { FilePath(platformString: $0) } ?? "/tmp"
        var template = parent.appending("touchstone-bench-XXXXXX").withPlatformString {
            Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
        }
        guard mkdtemp(&template) != nil else {
            throw BenchError(.machine, parent.printable, "no folder can be made there; set TMPDIR")
        }
        path = FilePath(platformString: template)
    }

    /// Removes it. Links in it are removed, not followed.
    public func remove() {
        // Somebody may still be writing when a measurement is broken off: try again, but not for ever.
        for _ in 0..<5 where !Self.remove(path) { usleep(50_000) }
    }

    private static func remove(_ path: FilePath) -> Bool {
        var status = Glibc.stat()
        guard path.withPlatformString({ lstat($0, &status) }) == 0 else { return true }
        guard status.st_mode & S_IFMT == S_IFDIR else { return path.withPlatformString { unlink($0) } == 0 }
        guard let directory = path.withPlatformString({ opendir($0) }) else { return false }
        var names: [FilePath.Component] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { FilePath(platformString: $0) }
            }
            if let last = name.lastComponent, last.kind == .regular { names.append(last) }
        }
        closedir(directory)
        var isEmpty = true
        for name in names where !remove(path.appending(name)) { isEmpty = false }
        return isEmpty && path.withPlatformString { rmdir($0) } == 0
    }
}
