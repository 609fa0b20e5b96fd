import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

extension FilePath {
    /// The whole contents of a regular file of at most `limit` bytes. Refuses folders, devices and pipes, so a
    /// hostile name cannot make the caller wait for ever.
    /// - Throws: `DiskError` naming the file.
    public func readAll(limit: Int = 1 << 30) throws(DiskError) -> [UInt8] { try read(first: .max, limit: limit) }

    /// The first `count` bytes of such a file; fewer where it is shorter.
    /// - Throws: `DiskError`, as `readAll`: a file over the limit is refused even though little of it is read.
    public func readHead(_ count: Int, limit: Int = 1 << 30) throws(DiskError) -> [UInt8] {
        try read(first: count, limit: limit)
    }

    private func read(first most: Int, limit: Int) throws(DiskError) -> [UInt8] {
        do {
            // O_NONBLOCK: opening a pipe without a writer must not wait; it has no effect on regular files.
            let file = try FileDescriptor.open(self, .readOnly, options: [.closeOnExec, .nonBlocking])
            defer { try? file.close() }
            var status = Glibc.stat()
            guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw DiskError(.notAFile, self, "is not a regular file")
            }
            guard status.st_size <= limit else {
                throw DiskError(.tooLarge, self, "\(status.st_size) bytes are over the limit of \(limit)")
            }
            var length = 0
            let size = min(Int(status.st_size), most)
            return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                while length < size {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[length...])
                    let read = try file.read(into: rest)
                    if read == 0 { break }
                    length += read
                }
                count = length
            }
        } catch let error as DiskError {
            throw error
        } catch let error as Errno {
            throw DiskError(error, self, doing: "reading")
        } catch {
            throw DiskError(.other, self, "\(error)")
        }
    }
}
