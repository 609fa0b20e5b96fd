import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// What the file system says of a file: when nothing of it changes, the file has not changed.
package struct ArrivalStamp: Equatable, Sendable {
    /// Keeps its value through renames.
    package let inode: UInt64
    package let size: Int64
    /// Nanoseconds since 1970.
    package let modified: Int64

    package init(inode: UInt64, size: Int64, modified: Int64) {
        self.inode = inode
        self.size = size
        self.modified = modified
    }

    /// Of whatever stands at the path, links followed; `nil` where there is nothing.
    package init?(_ path: FilePath) {
        var status = stat()
        guard path.withPlatformString({ fstatat(AT_FDCWD, $0, &status, 0) }) == 0 else { return nil }
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        // A disk may claim any time; what overflows is only told apart worse.
        modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    }
}
