import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

extension FilePath {
    public enum Kind: Sendable { case file, folder, other, missing }

    /// What stands at the path, links followed.
    public var kind: Kind {
        var status = Glibc.stat()
        guard withPlatformString({ fstatat(AT_FDCWD, $0, &status, 0) }) == 0 else { return .missing }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// Names in the folder, without `.`, `..` and other hidden ones, sorted as byte strings so that the order is the
    /// same on every machine. Names keep their bytes even where those are no UTF-8.
    /// - Throws: `DiskError` when the folder is missing or may not be read.
    public func list() throws(DiskError) -> [FilePath.Component] {
        guard let directory = withPlatformString({ opendir($0) }) else {
            throw DiskError(Errno(rawValue: errno), self, doing: "listing")
        }
        defer { closedir(directory) }
        var names: [[UInt8]] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { FilePath(platformString: $0).bytes }
            }
            if name.first != UInt8(ascii: ".") { names.append(name) }
        }
        names.sort { $0.lexicographicallyPrecedes($1) }
        return names.compactMap { FilePath(bytes: $0).lastComponent }
    }

    /// Makes the folder and what is missing above it.
    public func makeFolder() throws(DiskError) {
        if kind == .folder { return }
        let parent = removingLastComponent()
        if !parent.isEmpty, parent != self { try parent.makeFolder() }
        let made = withPlatformString { mkdir($0, 0o755) }
        guard made != 0 else { return }
        guard errno == EEXIST else { throw DiskError(Errno(rawValue: errno), self, doing: "making the folder") }
        guard kind == .folder else {
            throw DiskError(.notAFile, self, "is in the way of a folder; choose another place")
        }
    }
}
