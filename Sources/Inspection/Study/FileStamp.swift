import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// What a file system says of a file without reading it: equal stamps, equal contents, as far as it can tell. The time
/// of the last change of the entry is in it, because a copy may keep the time of the last write.
struct FileStamp: Hashable, Sendable {
    let size: Int
    let inode: UInt64
    /// Nanoseconds since 1970.
    let modified: Int64
    let changed: Int64

    /// `nil` where there is no regular file.
    init?(_ path: FilePath) {
        var status = Glibc.stat()
        guard path.withPlatformString({ fstatat(AT_FDCWD, $0, &status, 0) }) == 0, status.st_mode & S_IFMT == S_IFREG
        else { return nil }
        size = Int(status.st_size)
        inode = UInt64(status.st_ino)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        // A disk may claim any time; what overflows is only told apart worse.
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
