import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A regular file, read where it lies: its pages are shared by everybody who reads it, and the system takes them back
/// when memory is short. Whoever shortens a file that is mapped ends the programs that read it; files of Touchstone are
/// replaced whole and never changed.
public final class MappedFile: Sendable {
    /// The file's bytes, on a page's boundary: only for whoever keeps this object as long as it reads them.
    // Never written, so any thread may read it.
    nonisolated(unsafe) public let unownedBytes: UnsafeRawBufferPointer

    /// Calls `body` with the file's bytes.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try body(unownedBytes)
    }

    /// Maps a regular file of at most `limit` bytes.
    /// - Throws: `DiskError` naming the file.
    public convenience init(_ path: FilePath, limit: Int = 1 << 40) throws(DiskError) {
        do {
            // As in `readAll`: a pipe without a writer must not make anybody wait.
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            defer { try? file.close() }
            try self.init(file, name: path, limit: limit)
        } catch let error as DiskError {
            throw error
        } catch let error as Errno {
            throw DiskError(error, path, doing: "reading")
        } catch {
            throw DiskError(.other, path, "\(error)")
        }
    }

    /// The same for a file that is open; it may be closed afterwards.
    init(_ file: FileDescriptor, name: FilePath, limit: Int = 1 << 40) throws(DiskError) {
        var status = Glibc.stat()
        guard fstat(file.rawValue, &status) == 0 else {
            throw DiskError(Errno(rawValue: errno), name, doing: "reading")
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw DiskError(.notAFile, name, "is not a regular file") }
        guard status.st_size <= limit else {
            throw DiskError(.tooLarge, name, "\(status.st_size) bytes are over the limit of \(limit)")
        }
        let size = Int(status.st_size)
        guard size > 0 else {
            unownedBytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        let start = mmap(nil, size, PROT_READ, MAP_SHARED, file.rawValue, 0)
        guard let start, start != MAP_FAILED else { throw DiskError(Errno(rawValue: errno), name, doing: "mapping") }
        unownedBytes = UnsafeRawBufferPointer(start: start, count: size)
    }

    deinit {
        if let start = unownedBytes.baseAddress {
            munmap(UnsafeMutableRawPointer(mutating: start), unownedBytes.count)
        }
    }
}
