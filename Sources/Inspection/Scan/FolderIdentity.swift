import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A folder by what it is rather than by one of its names: links make several names for one.
struct FolderIdentity: Hashable {
    private let device: UInt64
    private let file: UInt64

    init?(_ path: FilePath) {
        var status = stat()
        guard path.withPlatformString({ fstatat(AT_FDCWD, $0, &status, 0) }) == 0 else { return nil }
        device = UInt64(status.st_dev)
        file = UInt64(status.st_ino)
    }
}
