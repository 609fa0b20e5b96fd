import Disk
import Foundation
import Network
import Pretraining
import Raster
import SystemPackage
import TestSupport
import Testing

@Suite("Painting defects on parts")
struct DefectPainterTests {
    private func painter(components: Int = 5, contrast: Double = 10) -> DefectPainter {
        var ranges = MixtureRanges()
        ranges.evenPeaks = true
        ranges.spread = 0.2
        ranges.width = 0.015...0.1
        ranges.strength = 0.4...1
        return DefectPainter(components: components, ranges: ranges, outline: 0.2, contrast: contrast)
    }

    private func picture(_ width: Int, _ height: Int, grey: Bool = false) -> Image {
        var pixels: [UInt8] = []
        for i in 0..<width * height {
            let value = UInt8((i * 37 + i / width * 11) % 256)
            pixels += grey ? [value, value, value] : [value, UInt8(i % 251), UInt8(i / width % 256)]
        }
        return Image(width: width, height: height, pixels: pixels)
    }

    @Test("the picture and its mask are those of the equations", arguments: [(97, 150), (200, 33)])
    func equations(_ size: (Int, Int)) {
        let image = picture(size.0, size.1)
        let area = size.0 * size.1
        var random = SeededRandom(seed: 4)
        let painted = painter().paint(image, random: &random)
        let plain = PlainMixture(painted.defect, width: size.0, height: size.1)
        let normal = (0..<3 * area).map { Float(image.pixels[3 * ($0 % area) + $0 / area]) / 127.5 - 1 }
        let expected = plain.blended(normal)
        var (differing, outlined, wrong, misplaced) = (0, 0, 0, 0)
        for i in 0..<area {
            for c in 0..<3 {
                let found = painted.image.pixels[3 * i + c]
                if abs(Double(found) - (expected[c * area + i] + 1) * 127.5) > 0.501 { wrong += 1 }
                if plain.mask[i] < 1e-6, found != image.pixels[3 * i + c] { differing += 1 }
            }
            let isOutlined = painted.mask.values[i] == 1
            if abs(plain.mask[i] - 0.2) > 1e-6, isOutlined != (plain.mask[i] > 0.2) { misplaced += 1 }
            outlined += isOutlined ? 1 : 0
        }
        #expect(wrong == 0 && differing == 0 && misplaced == 0)
        #expect(outlined == painted.outlinedPixels && outlined > 0)
        #expect(painted.contrast >= 10)
    }

    @Test("the same seed paints the same, another one does not")
    func seeds() {
        func paint(_ seed: UInt64) -> Image {
            var random = SeededRandom(seed: seed, 2, 0)
            return painter().paint(picture(80, 60), random: &random).image
        }
        #expect(paint(1) == paint(1))
        #expect(paint(1) != paint(2))
    }

    @Test("a grey part stays grey, and a coloured one gets a grey defect on request")
    func grey() {
        var random = SeededRandom(seed: 8)
        let painted = painter().paint(picture(64, 64, grey: true), random: &random)
        #expect(painted.defect.shape.colours == 1)
        for i in 0..<64 * 64 {
            let pixel = painted.image.pixels[3 * i..<3 * i + 3]
            #expect(Set(pixel).count == 1)
        }
        #expect(painter().paint(picture(64, 64), grey: true, random: &random).defect.shape.colours == 1)
    }

    @Test("what cannot be plain enough is the plainest of the attempts")
    func contrast() {
        var random = SeededRandom(seed: 1)
        let flat = Image(width: 50, height: 50, pixels: [UInt8](repeating: 128, count: 7500))
        let painted = painter(components: 1, contrast: 255).paint(flat, random: &random)
        #expect(painted.contrast > 20 && painted.contrast < 255)
    }

    @Test(
        "the sample parts take defects that are outlined and plain to see",
        arguments: ["connector", "fabric", "flange"])
    func sampleData(_ category: String) throws {
        let folder = FilePath(Golden.repository.path).appending("sample-data").appending(category)
        for k in 0..<4 {
            let part = try Image.read(folder.pushing(FilePath("train/good/00\(k).jpg")))
            var random = SeededRandom(seed: 1024, 2, UInt64(k))
            let painted = painter().paint(part, random: &random)
            #expect(painted.image.width == part.width && painted.image.height == part.height)
            #expect(painted.contrast >= 10)
            let share = Double(painted.outlinedPixels) / Double(part.width * part.height)
            #expect(share > 0.0001 && share < 0.3)
            // Far from the defect nothing is touched.
            let same = (0..<part.pixels.count).count { part.pixels[$0] == painted.image.pixels[$0] }
            #expect(Double(same) > 0.5 * Double(part.pixels.count))
        }
    }
}
