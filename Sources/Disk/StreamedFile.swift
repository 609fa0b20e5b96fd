import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A file that is written piece by piece under a temporary name and stands under its own only when it is whole: what
/// `writeAtomically` does, for what is too large to be held in memory or whose name follows from its contents. Dropped
/// unpublished, it removes itself.
public final class StreamedFile: Sendable {
    /// Where it stands until it is published: hidden, beside its target.
    public let temporary: FilePath
    private let descriptor: FileDescriptor
    private let isPublished = Atomic(false)

    /// - Parameter folder: where the file will stand; it is made where it is missing.
    /// - Throws: `DiskError`.
    public init(in folder: FilePath) throws(DiskError) {
        try folder.makeFolder()
        temporary = folder.appending(".streamed.\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp")
        do {
            descriptor = try FileDescriptor.open(
                temporary, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
        } catch let error as Errno {
            throw DiskError(error, temporary, doing: "writing")
        } catch {
            throw DiskError(.other, temporary, "\(error)")
        }
    }

    deinit {
        try? descriptor.close()
        if !isPublished.load(ordering: .relaxed) { _ = temporary.withPlatformString { unlink($0) } }
    }

    /// Appends `data`.
    public func write(_ data: UnsafeRawBufferPointer) throws(DiskError) {
        do {
            try descriptor.writeAll(data)
        } catch let error as Errno {
            throw DiskError(error, temporary, doing: "writing")
        } catch {
            throw DiskError(.other, temporary, "\(error)")
        }
    }

    /// The file as it is now, to be read where it lies.
    public func map() throws(DiskError) -> MappedFile { try MappedFile(descriptor, name: temporary) }

    /// Puts the file in its place, over whatever regular file stands there: once this returns, it is on the disk whole.
    /// - Throws: `DiskError`; the temporary file is then removed with the last reference to this.
    public func publish(as path: FilePath) throws(DiskError) {
        var status = Glibc.stat()
        if path.withPlatformString({ lstat($0, &status) }) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw DiskError(.notAFile, path, "is a link, a folder or a device; give the name of a regular file")
        }
        do {
            guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
            let renamed = temporary.withPlatformString { old in path.withPlatformString { rename(old, $0) } }
            guard renamed == 0 else { throw Errno(rawValue: errno) }
            isPublished.store(true, ordering: .relaxed)
            let folder = path.removingLastComponent()
            let directory = try FileDescriptor.open(
                folder.isEmpty ? "." : folder, .readOnly, options: [.directory, .closeOnExec])
            defer { try? directory.close() }
            _ = fsync(directory.rawValue)
        } catch let error as Errno {
            throw DiskError(error, path, doing: "writing")
        } catch {
            throw DiskError(.other, path, "\(error)")
        }
    }
}
