import Raster
import SystemPackage
import Testing

/// Sound files with bytes changed, moved and cut: a picture of the size that its header says, or a refusal that names
/// the file, and never a crash.
@Suite struct MutationTests {
    private static func sources() throws -> [[UInt8]] {
        let soft = CodecTests.soft
        let palette = ("PLTE", (0..<48).map { UInt8($0 * 5) })
        return [
            try soft.encodedPNG(), try soft.encodedJPEG(quality: 70),
            PNGChunks.file(
                9, 9, depth: 4, colour: 3, rows: Array(repeating: [1, 2, 3, 4, 0xF0], count: 9), extra: [palette]),
        ]
    }

    @Test(arguments: 0..<3)
    func anyMutationIsAPictureOrARefusal(source: Int) throws {
        let original = try Self.sources()[source]
        let name = FilePath("mutated")
        var random = SplitMix(UInt64(source) + 77)
        var refused = 0
        for _ in 0..<1500 {
            var bytes = original
            for _ in 0...random.below(4) {
                let at = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes[at] ^= 1 << UInt8(random.below(8))
                case 1: bytes[at] = random.byte()
                case 2: bytes[at] = 0xFF
                default: bytes.swapAt(at, random.below(bytes.count))
                }
            }
            if random.below(5) == 0 { bytes.removeLast(random.below(bytes.count)) }
            do {
                let image = try Image.decode(bytes, name: name, limits: .init(pixels: 1 << 20, fileBytes: 1 << 20))
                #expect(image.pixels.count == 3 * image.width * image.height)
            } catch {
                refused += 1
                #expect(error.subject == "mutated" && !error.message.isEmpty)
            }
        }
        #expect(refused > 150)
    }
}
