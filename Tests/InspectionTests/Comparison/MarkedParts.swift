import Detectors
import Inspection
import Network
import Raster
import SystemPackage
import TestSupport
import Testing

/// A category of grey noise with a bright square for a defect, and a method that is fast on it.
struct MarkedParts {
    static let width = 120
    static let height = 96
    let category: Inspection.Category
    let backbone: Backbone

    init(in folder: FilePath, good: Int = 8) throws {
        let root = folder.appending("marked")
        for i in 0..<good { try root.add("train/good/\(i).png", Self.part(seed: i).image.encodedPNG()) }
        for i in 0..<5 { try root.add("test/good/\(i).png", Self.part(seed: 20 + i).image.encodedPNG()) }
        for (i, mark) in [(30, 40), (80, 20), (60, 60), (25, 70), (95, 75)].enumerated() {
            let marked = Self.part(seed: 40 + i, mark: mark)
            try root.add("test/mark/\(i).png", marked.image.encodedPNG())
            try root.add("ground_truth/mark/\(i)_mask.png", marked.mask.encodedPNG())
        }
        let network = TinyNetwork(seed: 1)
        backbone = try Backbone(
            checkpoint: network.checkpoint, architecture: network.architecture, width: 96, height: 64)
        category = try #require(try CategoryFolder.scan(root, minimumGoodParts: 1).categories.first)
    }

    func method(_ seed: UInt64) -> Workbench.Method {
        Workbench.Method(
            backbone: backbone,
            recipe: Recipe(
                backbone: backbone, inputProtocol: .whole, channels: ChannelChoice.random(8, of: 64, seed: seed),
                seed: seed))
    }

    var tiny: Comparison.Method { tiny(named: "tiny") }

    func tiny(named name: String) -> Comparison.Method {
        Comparison.Method(name: name, isSeeded: true) { _, seed in method(seed) }
    }

    private static func part(seed: Int, mark: (x: Int, y: Int)? = nil) -> (image: Image, mask: Mask) {
        var random = Random(seed: seed + 1)
        var pixels: [UInt8] = []
        var outline = [UInt8](repeating: 0, count: width * height)
        for i in 0..<(width * height) {
            let isMarked = mark.map { abs(i % width - $0.x) < 9 && abs(i / width - $0.y) < 9 } ?? false
            let value = UInt8(isMarked ? 230 : 100 + 20 * random.next())
            pixels += [value, value, value]
            outline[i] = isMarked ? 1 : 0
        }
        return (
            Image(width: width, height: height, pixels: pixels), Mask(width: width, height: height, values: outline)
        )
    }
}
