import Disk
import Raster
import SystemPackage
import Testing

@Suite struct CodecTests {
    static let name = FilePath("part.png")
    static let image = ResizeTests.noise(23, 17, seed: 9)

    /// A picture with soft edges, as JPEG likes it.
    static let soft = ResizeTests.noise(5, 4, seed: 2).resized(width: 60, height: 44)

    @Test func pngComesBackUnchanged() throws {
        #expect(try Image.decode(Self.image.encodedPNG(), name: Self.name) == Self.image)
    }

    @Test func maskComesBackUnchanged() throws {
        let mask = Mask(width: 5, height: 3, values: (0..<15).map { $0 % 4 == 1 ? 1 : 0 })
        #expect(try Mask.decode(mask.encodedPNG(), name: Self.name) == mask)
    }

    @Test func jpegComesBackNearly() throws {
        let decoded = try Image.decode(Self.soft.encodedJPEG(quality: 95), name: Self.name)
        #expect(decoded.width == 60 && decoded.height == 44)
        let differences = zip(decoded.pixels, Self.soft.pixels).map { abs(Int($0) - Int($1)) }
        #expect(differences.reduce(0, +) / differences.count < 6)
        let coarse = try Self.soft.encodedJPEG(quality: 20)
        #expect(coarse.count < (try Self.soft.encodedJPEG(quality: 95)).count)
    }

    @Test func contentsDecideNotTheName() throws {
        let png = try Self.image.encodedPNG()
        #expect(try Image.decode(png, name: FilePath("part.jpg")) == Self.image)
        let text = refusal(Array("a list of parts\n".utf8))
        #expect(text?.code == .notAnImage)
        #expect(text?.description == "part.png: is text, not PNG or JPEG; convert it, or move it out of the folder")
        #expect(refusal([])?.code == .empty)
        #expect(refusal(Array("GIF89a......".utf8))?.message.contains("a GIF") == true)
        #expect(refusal([0, 1, 2, 3])?.code == .notAnImage)
    }

    /// Whatever is missing at the end, no pixels come back.
    @Test func everyTruncationIsRefused() throws {
        for bytes in [try Self.image.encodedPNG(), try Self.soft.encodedJPEG(quality: 80)] {
            for length in 0..<bytes.count {
                let error = refusal(Array(bytes[..<length]))
                #expect(error != nil, "\(length) of \(bytes.count) bytes were accepted")
                if length > 40 { #expect(error?.code == .truncated, "\(length): \(error?.message ?? "")") }
            }
        }
    }

    /// A JPEG cut short and closed with an end marker, as a transfer may leave it.
    @Test func closedTruncationIsRefused() throws {
        let bytes = try Self.soft.encodedJPEG(quality: 80)
        let cut = Array(bytes[..<(bytes.count * 3 / 4)]) + [0xFF, 0xD9]
        #expect(refusal(cut)?.code == .truncated)
    }

    @Test func changedPNGDataAreRefused() throws {
        let bytes = try Self.image.encodedPNG()
        for at in stride(from: 45, to: bytes.count - 12, by: 7) {
            var changed = bytes
            changed[at] ^= 0x10
            #expect(refusal(changed) != nil, "byte \(at)")
        }
    }

    @Test func paddingBeforeTheEndIsHarmlessOtherBytesAreNot() throws {
        let bytes = try Self.soft.encodedJPEG(quality: 80)
        let end = bytes.count - 2
        let padded = bytes[..<end] + Array(repeating: 0, count: 40) + bytes[end...]
        #expect(try Image.decode(Array(padded), name: Self.name) == Image.decode(bytes, name: Self.name))
        let strewn = bytes[..<end] + (0..<40).map { UInt8($0 + 1) } + bytes[end...]
        #expect(refusal(Array(strewn))?.code == .damaged)
    }

    @Test func sizesAreCheckedBeforeMemoryIsTaken() throws {
        let png = try Self.image.encodedPNG()
        let limits = DecodeLimits(pixels: 23 * 17 - 1, fileBytes: 1 << 20)
        #expect(refusal(png, limits)?.code == .tooLarge)
        #expect(refusal(png, limits)?.message.contains("23 x 17") == true)
        #expect(refusal(try Self.image.encodedJPEG(quality: 50), limits)?.code == .tooLarge)
        #expect(refusal(png, DecodeLimits(pixels: 1000, fileBytes: png.count - 1))?.code == .tooLarge)
        let enough = DecodeLimits(pixels: 23 * 17, fileBytes: png.count)
        #expect(try Image.decode(png, name: Self.name, limits: enough) == Self.image)
        // Claims of size that the bytes cannot hold, with a sound checksum.
        #expect(refusal(PNGChunks.header(60_000, 60_000, depth: 8, colour: 2))?.code == .tooLarge)
        #expect(refusal(PNGChunks.header(9_000, 9_000, depth: 8, colour: 2))?.code == .truncated)
        #expect(refusal(PNGChunks.header(0, 5, depth: 8, colour: 2))?.code == .empty)
        #expect(refusal(PNGChunks.header(5, 0, depth: 8, colour: 2))?.code == .empty)
    }

    @Test func filesThatCannotBeReadSaySo() {
        let missing = FilePath("/nowhere/at all\n.png")
        do {
            _ = try Image.read(missing)
            Issue.record("a missing file was read")
        } catch {
            #expect(error.code == .unreadable)
            #expect(error.subject == "/nowhere/at all\\n.png")
        }
    }

    private func refusal(_ bytes: [UInt8], _ limits: DecodeLimits = .standard) -> RasterError? {
        do {
            _ = try Image.decode(bytes, name: Self.name, limits: limits)
            return nil
        } catch {
            return error
        }
    }
}
