import Detectors
import Disk
import Foundation
import Inspection
import Network
import Raster
import SystemPackage
import TestSupport
import Testing

/// Long parts with thin defects: what a square input squeezes away is there at the input that is chosen for them.
@Suite(.enabled(if: backbone != nil, "needs the default backbone: run make test"), .serialized)
struct LongPartTests {
    private static let part = (width: 500, height: 1260)

    /// Measured: image AUROC .986 against .847, AUPRO .971 against .752, with noise of twice the crack's contrast.
    @Test("a faint crack three pixels wide is found at the chosen input, and hardly at 256x256")
    func cracks() throws {
        try withTemporaryFolder { folder in
            let category = try Self.category(folder.appending("strip"))
            var sizes: [(width: Int, height: Int)] = []
            for part in category.calibrationParts { sizes.append(try Image.size(of: part.path)) }
            let chosen = InputGeometry.choose(partSizes: sizes)
            #expect(chosen.keepsThinLines)
            let fine = try Self.evaluate(category, chosen.width, chosen.height)
            let square = try Self.evaluate(category, 256, 256)
            #expect(try #require(fine.imageAUROC) >= 0.95, "\(fine)")
            #expect(try #require(square.imageAUROC) <= 0.9, "\(square)")
            #expect(try #require(fine.aupro) >= 0.94, "\(fine)")
            #expect(try #require(square.aupro) <= 0.82, "\(square)")
            #expect(try #require(fine.pixelAUROC) > (try #require(square.pixelAUROC)))
        }
    }

    private static func evaluate(
        _ category: Inspection.Category, _ width: Int, _ height: Int
    ) throws -> CategoryEvaluation {
        let file = try #require(backbone)
        let architecture = try #require(Architecture.named("efficientnet_lite1"))
        let network = try Backbone(
            checkpoint: Checkpoint.readSafetensors(FilePath(file.path)), architecture: architecture, width: width,
            height: height)
        let recipe = Recipe(
            backbone: network, inputProtocol: .whole,
            channels: ChannelChoice.random(100, of: network.channels, seed: 1024), seed: 1024)
        return try CategoryEvaluation(category, backbone: network, recipe: recipe)
    }

    /// 24 good parts to learn from, 12 good ones and 12 with a crack to tell apart.
    private static func category(_ folder: FilePath) throws -> Inspection.Category {
        for i in 0..<24 { try folder.add("train/good/\(i).jpg", Strip(seed: i).image.encodedJPEG(quality: 95)) }
        for i in 0..<12 {
            try folder.add("test/good/\(i).jpg", Strip(seed: 100 + i).image.encodedJPEG(quality: 95))
            var strip = Strip(seed: 200 + i)
            let mask = strip.crack()
            try folder.add("test/crack/\(i).jpg", strip.image.encodedJPEG(quality: 95))
            try folder.add("ground_truth/crack/\(i)_mask.png", mask.encodedPNG())
        }
        return try #require(try CategoryFolder.scan(folder).categories.first)
    }

    /// A rolled surface: streaks along the strip, a slow shading, and grain of 14 grey levels either way, different on
    /// each.
    private struct Strip {
        /// Grey levels between a crack and what surrounds it.
        private static let contrast: Float = 6
        private var values: [Float]
        private var random: Random

        init(seed: Int) {
            var random = Random(seed: seed + 1)
            let (width, height) = part
            let streaks = (0..<width).map { _ in 6 * random.next() }
            let slope = 10 * random.next()
            var values: [Float] = []
            values.reserveCapacity(width * height)
            for y in 0..<height {
                let shade = 130 + slope * (Float(y) / Float(height) - 0.5)
                for x in 0..<width { values.append(shade + streaks[x] + 14 * random.next()) }
            }
            self.values = values
            self.random = random
        }

        /// A dark line, three pixels wide and 120 to 220 long, that wanders across the strip.
        mutating func crack() -> Mask {
            let (width, height) = part
            var mask = [UInt8](repeating: 0, count: width * height)
            func between(_ low: Float, _ high: Float, _ at: Float) -> Float { low + (at + 1) / 2 * (high - low) }
            let length = Int(between(120, 220, random.next()))
            let start = Int(between(40, Float(width - 40 - length), random.next()))
            var y = between(100, Float(height - 100), random.next())
            for x in start..<(start + length) {
                y += 0.7 * random.next()
                for row in (Int(y) - 1)...(Int(y) + 1) {
                    values[row * width + x] -= Self.contrast
                    mask[row * width + x] = 1
                }
            }
            return Mask(width: width, height: height, values: mask)
        }

        var image: Image {
            let pixels = [UInt8](unsafeUninitializedCapacity: 3 * values.count) { out, count in
                for (i, value) in values.enumerated() {
                    let grey = UInt8(max(0, min(255, value)))
                    (out[3 * i], out[3 * i + 1], out[3 * i + 2]) = (grey, grey, grey)
                }
                count = 3 * values.count
            }
            return Image(width: part.width, height: part.height, pixels: pixels)
        }
    }
}

private let backbone: URL? = {
    let file = Golden.repository.appendingPathComponent(".build/backbones/efficientnet_lite1.safetensors")
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
}()
