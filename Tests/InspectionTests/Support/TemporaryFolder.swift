import Disk
import Raster
import SystemPackage

#if canImport(Glibc)
import Glibc
#endif

/// A folder of a test's own, gone when the test ends.
func withTemporaryFolder<T>(_ body: (FilePath) throws -> T) throws -> T {
    var template = Array("/tmp/inspection-tests-XXXXXX".utf8CString)
    let folder = try template.withUnsafeMutableBufferPointer { buffer in
        guard mkdtemp(buffer.baseAddress!) != nil else { throw Errno(rawValue: errno) }
        return FilePath(platformString: buffer.baseAddress!)
    }
    defer { remove(folder) }
    return try body(folder)
}

private func remove(_ path: FilePath) {
    var status = stat()
    guard path.withPlatformString({ lstat($0, &status) }) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
        _ = path.withPlatformString { unlink($0) }
        return
    }
    if let directory = path.withPlatformString({ opendir($0) }) {
        var names: [FilePath] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { FilePath(platformString: $0) }
                })
        }
        closedir(directory)
        for name in names where name != "." && name != ".." { remove(path.appending(name.components)) }
    }
    _ = path.withPlatformString { rmdir($0) }
}

extension FilePath {
    /// Writes a small file at a path below this folder, making the folders above it.
    @discardableResult
    func add(_ name: [UInt8], _ contents: [UInt8] = [1, 2, 3]) throws -> FilePath {
        let path = appending(FilePath(bytes: name).components)
        try path.removingLastComponent().makeFolder()
        try path.writeAtomically(contents)
        return path
    }

    @discardableResult
    func add(_ name: String, _ contents: [UInt8] = [1, 2, 3]) throws -> FilePath {
        try add(Array(name.utf8), contents)
    }

    func link(_ name: String, to target: FilePath) throws {
        let made = target.withPlatformString { target in
            appending(name).withPlatformString { symlink(target, $0) }
        }
        guard made == 0 else { throw Errno(rawValue: errno) }
    }
}

/// A picture whose every pixel has one colour, as a PNG.
func png(_ red: UInt8, _ green: UInt8 = 0) throws -> [UInt8] {
    try Image(width: 2, height: 1, pixels: [red, green, 0, red, green, 0]).encodedPNG()
}
