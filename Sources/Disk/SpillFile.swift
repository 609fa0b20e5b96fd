import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Room on a disk for what memory does not hold: a file without a name, gone with the program that uses it however that
/// ends. Any thread may write and read any part of it.
public final class SpillFile: Sendable {
    private let descriptor: FileDescriptor
    private let folder: FilePath

    /// - Throws: `DiskError` naming the folder.
    public init(in folder: FilePath) throws(DiskError) {
        try folder.makeFolder()
        self.folder = folder
        let path = folder.appending(".spill.\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp")
        do {
            descriptor = try FileDescriptor.open(
                path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite])
        } catch let error as Errno {
            throw DiskError(error, folder, doing: "writing")
        } catch {
            throw DiskError(.other, folder, "\(error)")
        }
        _ = path.withPlatformString { unlink($0) }
    }

    deinit { try? descriptor.close() }

    public func write(_ data: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) {
        do {
            try descriptor.writeAll(toAbsoluteOffset: Int64(offset), data)
        } catch let error as Errno {
            throw DiskError(error, folder, doing: "writing")
        } catch {
            throw DiskError(.other, folder, "\(error)")
        }
    }

    /// Fills `buffer` with what was written at `offset`.
    public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(DiskError) {
        var filled = 0
        while filled < buffer.count {
            do {
                let count = try descriptor.read(
                    fromAbsoluteOffset: Int64(offset + filled),
                    into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
                guard count > 0 else { throw DiskError(.other, folder, "a temporary file lost its end") }
                filled += count
            } catch let error as DiskError {
                throw error
            } catch let error as Errno {
                throw DiskError(error, folder, doing: "reading")
            } catch {
                throw DiskError(.other, folder, "\(error)")
            }
        }
    }
}
