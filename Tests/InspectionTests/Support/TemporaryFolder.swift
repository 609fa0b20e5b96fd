import Disk
import Raster
import SystemPackage

#if canImport(Glibc)
import Glibc
#endif

/// A folder of a test's own, gone when the test ends.
func withTemporaryFolder<T>(_ body: (FilePath) throws -> T) throws -> T {
    let folder = try TemporaryFolder("tests")
    defer { folder.remove() }
    return try body(folder.path)
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
