import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

extension FilePath {
    /// Writes `data` so that a reader, or a machine that loses power, sees the old file or the whole new one:
    /// temporary name beside the target, fsync, rename, fsync of the folder.
    /// - Throws: `DiskError`; the temporary file is removed and the old file is untouched. A link or a device is
    ///   refused: the rename would put a file in its place, and there goes /dev/stdout.
    public func writeAtomically(_ data: UnsafeRawBufferPointer) throws(DiskError) {
        let folder = removingLastComponent().isEmpty ? FilePath(".") : removingLastComponent()
        var status = Glibc.stat()
        if withPlatformString({ lstat($0, &status) }) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw DiskError(.notAFile, self, "is a link, a folder or a device; give the name of a regular file")
        }
        // A name may be 255 bytes long, and this one goes round it.
        let name = String(decoding: (lastComponent?.string ?? "file").utf8.prefix(100), as: UTF8.self)
        let temporary = folder.appending(".\(name).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp")
        do {
            let file = try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
            do {
                try file.closeAfter {
                    try file.writeAll(data)
                    guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
                }
                guard rename(from: temporary, to: self) == 0 else { throw Errno(rawValue: errno) }
            } catch {
                _ = temporary.withPlatformString { unlink($0) }
                throw error
            }
            let directory = try FileDescriptor.open(folder, .readOnly, options: [.directory, .closeOnExec])
            defer { try? directory.close() }
            _ = fsync(directory.rawValue)
        } catch let error as Errno {
            throw DiskError(error, self, doing: "writing")
        } catch {
            throw DiskError(.other, self, "\(error)")
        }
    }

    public func writeAtomically(_ data: [UInt8]) throws(DiskError) {
        do {
            try data.withUnsafeBytes { try writeAtomically($0) }
        } catch let error as DiskError {
            throw error
        } catch {
            throw DiskError(.other, self, "\(error)")
        }
    }

    private func rename(from: FilePath, to: FilePath) -> Int32 {
        from.withPlatformString { old in to.withPlatformString { new in Glibc.rename(old, new) } }
    }
}
