import Disk
import Foundation
import Raster
import SystemPackage

/// A folder of small pictures that goes away with the test.
final class PicturesFixture {
    let folder: FilePath

    init() throws {
        folder = FilePath(NSTemporaryDirectory()).appending("pictures-\(UInt64.random(in: 0 ... .max))")
        try folder.makeFolder()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.string) }

    /// A picture whose pixel (x, y) is (x, y, tint), wrapped.
    func add(_ name: String, width: Int = 20, height: Int = 16, tint: UInt8 = 0) throws {
        var pixels: [UInt8] = []
        for y in 0..<height { for x in 0..<width { pixels += [UInt8(x % 256), UInt8(y % 256), tint] } }
        let bytes = try Image(width: width, height: height, pixels: pixels).encodedPNG()
        try write(name, bytes)
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let path = folder.pushing(FilePath(name))
        try path.removingLastComponent().makeFolder()
        try path.writeAtomically(bytes)
    }
}
