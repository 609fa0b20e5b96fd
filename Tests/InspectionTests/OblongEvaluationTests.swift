import Detectors
import Disk
import Inspection
import Network
import Raster
import SystemPackage
import TestSupport
import Testing

/// Learning, scoring and the pixel figures at inputs that are no squares: an outline that went another way than its
/// part, or axes that changed places, would show at once.
@Suite(.serialized)
struct OblongEvaluationTests {
    @Test(arguments: [(width: 384, height: 160), (width: 160, height: 384)], Recipe.InputProtocol.allCases)
    func figures(input: (width: Int, height: Int), inputProtocol: Recipe.InputProtocol) throws {
        try withTemporaryFolder { folder in
            let network = TinyNetwork(seed: 1)
            let backbone = try Backbone(
                checkpoint: network.checkpoint, architecture: network.architecture, width: input.width,
                height: input.height)
            let recipe = Recipe(
                backbone: backbone, inputProtocol: inputProtocol, channels: [1, 4, 9, 17, 30, 41, 60], seed: nil)
            let root = folder.appending("marked")
            for i in 0..<6 { try root.add("train/good/\(i).png", Self.part(seed: i).image.encodedPNG()) }
            for i in 0..<4 { try root.add("test/good/\(i).png", Self.part(seed: 20 + i).image.encodedPNG()) }
            for (i, mark) in [(70, 330), (410, 80), (250, 200), (90, 90)].enumerated() {
                let marked = Self.part(seed: 40 + i, mark: mark)
                try root.add("test/mark/\(i).png", marked.image.encodedPNG())
                try root.add("ground_truth/mark/\(i)_mask.png", marked.mask.encodedPNG())
            }
            let category = try #require(try CategoryFolder.scan(root).categories.first)
            let row = try CategoryEvaluation(category, backbone: backbone, recipe: recipe)
            #expect(row.notInspected.isEmpty)
            #expect(row.defectiveWithoutMask == 0)
            #expect(row.imageAUROC == 1)
            #expect(try #require(row.pixelAUROC) > 0.98)
            #expect(try #require(row.aupro) > 0.9)
        }
    }

    /// Grey noise, 500×400, and a bright square of 30 pixels around `mark` with its outline.
    private static func part(seed: Int, mark: (x: Int, y: Int)? = nil) -> (image: Image, mask: Mask) {
        let (width, height) = (500, 400)
        var random = Random(seed: seed + 1)
        var pixels: [UInt8] = []
        var outline = [UInt8](repeating: 0, count: width * height)
        pixels.reserveCapacity(3 * width * height)
        for i in 0..<(width * height) {
            let isMarked = mark.map { abs(i % width - $0.x) < 15 && abs(i / width - $0.y) < 15 } ?? false
            let value = UInt8(isMarked ? 250 : 100 + 20 * random.next())
            pixels += [value, value, value]
            outline[i] = isMarked ? 1 : 0
        }
        return (
            Image(width: width, height: height, pixels: pixels), Mask(width: width, height: height, values: outline)
        )
    }
}
