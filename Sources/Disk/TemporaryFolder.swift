import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A folder of one's own for what need not last; whoever made it removes it.
public struct TemporaryFolder: Sendable {
    public let path: FilePath

    /// Makes it, readable by its owner alone, in `$TMPDIR` or `/tmp`.
    /// - Throws: `DiskError` naming the place.
    public init(_ purpose: String) throws(DiskError) {
        let parent = Self.parent(otherwise: "/tmp")
        var template = parent.appending("touchstone-\(purpose)-XXXXXX").withPlatformString {
            Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
        }
        guard mkdtemp(&template) != nil else {
            throw DiskError(Errno(rawValue: errno), parent, doing: "making a folder (set TMPDIR to another place)")
        }
        path = FilePath(platformString: template)
    }

    /// Where temporary things go: `$TMPDIR` where it is an absolute path, else the place that is given.
    public static func parent(
        _ wanted: FilePath? = getenv("TMPDIR").map { FilePath(platformString: $0) }, otherwise standard: FilePath
    ) -> FilePath {
        wanted.flatMap { $0.isAbsolute ? $0 : nil } ?? standard
    }

    /// Removes it with everything in it. Links in it are removed, not followed.
    /// - Returns: whether nothing of it is left; somebody may still be writing.
    @discardableResult
    public func remove() -> Bool { Self.remove(path) }

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
