import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

extension FilePath {
    /// Asks the kernel to fetch a file that will be read soon, and returns at once: on a slow disk or a network share
    /// the reader then finds it in memory. Does nothing where it cannot, and to pipes and devices.
    public func readAhead() {
        guard kind == .file,
            let file = try? FileDescriptor.open(self, .readOnly, options: [.closeOnExec, .nonBlocking])
        else { return }
        defer { try? file.close() }
        _ = posix_fadvise(file.rawValue, 0, 64 << 20, POSIX_FADV_WILLNEED)
    }
}
