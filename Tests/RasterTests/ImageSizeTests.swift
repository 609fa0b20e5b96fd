import Foundation
import Raster
import SystemPackage
import Testing

/// The size that a file's header tells is the size that decoding gives.
@Suite struct ImageSizeTests {
    private static func exif(_ value: UInt8) -> [UInt8] {
        [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0]
    }

    private static func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
        [0xFF, marker, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 0xFF)] + body
    }

    /// `nil` sizes where reading throws.
    private func expectSameAsDecoded(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("size-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let decoded = try Image.read(FilePath(file.path))
        let size = try Image.size(of: FilePath(file.path))
        #expect(size.width == decoded.width && size.height == decoded.height, sourceLocation: sourceLocation)
    }

    @Test(arguments: 1...8)
    func uprightInBothFormats(value: Int) throws {
        let stored = ResizeTests.noise(6, 4, seed: 3).resized(width: 40, height: 24)
        let block = Self.exif(UInt8(value))
        let jpeg = try stored.encodedJPEG(quality: 90)
        try expectSameAsDecoded(Array(jpeg[..<2]) + Self.segment(0xE1, Array("Exif\0\0".utf8) + block) + jpeg[2...])
        let png = try stored.encodedPNG()
        let chunk = PNGChunks.chunk("eXIf", block)
        try expectSameAsDecoded(Array(png[..<33]) + chunk + png[33...])
        // Behind the pixels, before the end.
        try expectSameAsDecoded(png.dropLast(12) + chunk + png.suffix(12))
        try expectSameAsDecoded(png)
    }

    @Test("headers beyond the first 64 KiB, and pixels that fill more than that")
    func largeFiles() throws {
        let stored = ResizeTests.noise(300, 200, seed: 4)
        let jpeg = try stored.encodedJPEG(quality: 100)
        let png = try stored.encodedPNG()
        #expect(jpeg.count > 1 << 16 && png.count > 1 << 16, "the files are meant to be larger than what is read first")
        try expectSameAsDecoded(jpeg)
        try expectSameAsDecoded(png)
        let exif = Self.segment(0xE1, Array("Exif\0\0".utf8) + Self.exif(6))
        let ballast = Self.segment(0xED, [UInt8](repeating: 7, count: 65000))
        try expectSameAsDecoded(Array(jpeg[..<2]) + exif + jpeg[2...])
        try expectSameAsDecoded(Array(jpeg[..<2]) + ballast + ballast + exif + jpeg[2...])
        let chunk = PNGChunks.chunk("eXIf", Self.exif(8))
        try expectSameAsDecoded(Array(png[..<33]) + PNGChunks.chunk("teXt", ballast) + chunk + png[33...])
        try expectSameAsDecoded(png.dropLast(12) + chunk + png.suffix(12))
    }

    @Test("what is no picture, empty, missing, a folder or over the limit is refused as reading refuses it")
    func refusals() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sizes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func code(_ name: String, _ bytes: [UInt8]?, limits: DecodeLimits = .standard) throws -> RasterError.Code? {
            let file = folder.appendingPathComponent(name)
            if let bytes { try Data(bytes).write(to: file) }
            do {
                _ = try Image.size(of: FilePath(file.path), limits: limits)
                return nil
            } catch {
                #expect(error.subject.hasSuffix(name))
                return error.code
            }
        }
        let png = try ResizeTests.noise(300, 200, seed: 4).encodedPNG()
        #expect(try code("text", Array("no picture".utf8)) == .notAnImage)
        #expect(try code("long text", [UInt8](repeating: 65, count: 100_000)) == .notAnImage)
        #expect(try code("empty", []) == .empty)
        #expect(try code("missing", nil) == .unreadable)
        #expect(try code("", nil) == .unreadable)
        #expect(try code("pixels", png, limits: DecodeLimits(pixels: 1000, fileBytes: 1 << 20)) == .tooLarge)
        #expect(try code("bytes", png, limits: DecodeLimits(pixels: 1 << 20, fileBytes: 1000)) == .tooLarge)
        #expect(try code("header", Array(png[..<20])) == .truncated)
        // A claim that the file cannot hold.
        let small = try ResizeTests.noise(8, 8, seed: 4).encodedPNG()
        #expect(try code("claim", Array(small[..<16]) + [0, 0, 0x20, 0, 0, 0, 0x20, 0] + small[24...]) == .truncated)
    }
}
