import Detectors
import Disk
import Network
import Raster
import TestSupport
import Testing

/// Inputs that are no squares, lying and standing: every step from picture to map keeps its axes apart.
@Suite(.serialized)
struct OblongInputTests {
    static let inputs = [(width: 384, height: 160), (width: 160, height: 384)]

    /// Six good parts of 500×400 with noise, at an oblong input.
    private struct Fixture {
        static let part = (width: 500, height: 400)
        let network = TinyNetwork(seed: 1)
        let backbone: Backbone
        let padim: PaDiM

        init(_ input: (width: Int, height: Int), _ inputProtocol: Recipe.InputProtocol) throws {
            backbone = try Backbone(
                checkpoint: network.checkpoint, architecture: network.architecture, width: input.width,
                height: input.height)
            let recipe = Recipe(
                backbone: backbone, inputProtocol: inputProtocol, channels: [1, 4, 9, 17, 30, 41, 60], seed: nil)
            let fit = try PaDiMFit(recipe: recipe, backbone: backbone)
            let pictures = (0..<6).map {
                inputProtocol.prepare(Self.picture(seed: $0), width: input.width, height: input.height)
            }
            #expect(try fit.learn(pictures.count) { pictures[$0] }.isEmpty)
            padim = try fit.finish()
        }

        /// Grey noise, and a bright square of 24 pixels around `mark`.
        static func picture(seed: Int, mark: (x: Int, y: Int)? = nil) -> Image {
            var random = Random(seed: seed + 50)
            var pixels: [UInt8] = []
            pixels.reserveCapacity(3 * part.width * part.height)
            for y in 0..<part.height {
                for x in 0..<part.width {
                    let isMarked = mark.map { abs(x - $0.x) < 12 && abs(y - $0.y) < 12 } ?? false
                    let value = UInt8(isMarked ? 250 : 100 + 20 * random.next())
                    pixels += [value, value, value]
                }
            }
            return Image(width: part.width, height: part.height, pixels: pixels)
        }
    }

    @Test("embeddings are the network's channels at each patch, by the plain evaluation", arguments: inputs)
    func embeddings(input: (width: Int, height: Int)) throws {
        // A sixth of the size along each axis: the plain evaluation takes its time.
        let (width, height) = (max(32, input.width / 6 / 32 * 32), max(32, input.height / 6 / 32 * 32))
        #expect(width != height)
        let network = TinyNetwork(seed: 2)
        let backbone = try Backbone(
            checkpoint: network.checkpoint, architecture: network.architecture, width: width, height: height)
        let picture = network.image(width: width, height: height)
        let channels = [0, 7, 15, 16, 39, 40, 63]
        let embedding = try PatchEmbedding(taps: backbone.taps, channels: channels)
        #expect(embedding.gridWidth == width / 2 && embedding.gridHeight == height / 2)
        let pass = try ForwardPass(backbone)
        try pass.run(picture)
        var gathered = [Float](repeating: 0, count: embedding.positions * embedding.dimensions)
        gathered.withUnsafeMutableBufferPointer { embedding.gather(from: pass, into: $0) }
        let taps = network.architecture.taps.map { network.output(of: $0.layer, image: picture) }
        var worst: Float = 0
        for y in 0..<embedding.gridHeight {
            for x in 0..<embedding.gridWidth {
                for (j, channel) in channels.enumerated() {
                    var (tap, own) = (0, channel)
                    while own >= taps[tap].channels {
                        own -= taps[tap].channels
                        tap += 1
                    }
                    let ratio = embedding.gridWidth / taps[tap].width
                    let expected = taps[tap][own, y / ratio, x / ratio]
                    let found = gathered[(y * embedding.gridWidth + x) * channels.count + j]
                    worst = max(worst, abs(found - expected) / max(1, abs(expected)))
                }
            }
        }
        #expect(worst <= 1e-3)
    }

    @Test("a mark is found where it is in the part", arguments: inputs, Recipe.InputProtocol.allCases)
    func marksAreFound(input: (width: Int, height: Int), inputProtocol: Recipe.InputProtocol) throws {
        let fixture = try Fixture(input, inputProtocol)
        let inspector = try Inspector(fixture.padim, backbone: fixture.backbone)
        let good = try inspector.inspect(Fixture.picture(seed: 90)).score
        for mark in [(x: 80, y: 320), (x: 400, y: 90), (x: 250, y: 200)] {
            let anomaly = try inspector.inspect(Fixture.picture(seed: 91, mark: mark))
            #expect(anomaly.score > 2 * good)
            let grid = try #require(anomaly.grid)
            #expect(grid.width == input.width / 2 && grid.height == input.height / 2)
            let map = try #require(fixture.padim.map(of: anomaly))
            #expect(map.width == input.width && map.height == input.height)
            #expect(map.values.max() == anomaly.score)
            let part = inputProtocol.partMap(map, width: Fixture.part.width, height: Fixture.part.height)
            var peak = (value: -Float.infinity, x: 0, y: 0)
            for y in 0..<part.height {
                for x in 0..<part.width where part[x, y] > peak.value { peak = (part[x, y], x, y) }
            }
            // Half the mark, and half a patch of the coarsest tap in part pixels.
            #expect(abs(peak.x - mark.x) <= 20 && abs(peak.y - mark.y) <= 20, "\(peak) for \(mark)")
        }
    }

    @Test("a calibration comes back from its file", arguments: inputs, Recipe.InputProtocol.allCases)
    func files(input: (width: Int, height: Int), inputProtocol: Recipe.InputProtocol) throws {
        let fixture = try Fixture(input, inputProtocol)
        let picture = Fixture.picture(seed: 92)
        let inspector = try Inspector(fixture.padim, backbone: fixture.backbone)
        let before = try inspector.inspect(picture)
        let golden = inputProtocol.prepare(picture, width: input.width, height: input.height)
        #expect(golden.width == input.width && golden.height == input.height)
        let calibration = Calibration(
            detector: fixture.padim, parts: (0..<6).map { SHA256Digest(hashing: [UInt8($0)]) }, leaveOneOutScores: [],
            golden: .init(image: golden, score: before.score))
        let read = try Calibration.decode(calibration.encoded().bytes, name: "c").calibration
        #expect(read.recipe == fixture.padim.recipe)
        #expect(read.golden == calibration.golden)
        let again = try Inspector(read.detector, backbone: fixture.backbone)
        #expect(try again.inspect(picture) == before)
        try read.selfTest(again, name: "c")
    }

    @Test("ground truth goes the way of its part", arguments: inputs, Recipe.InputProtocol.allCases)
    func masks(input: (width: Int, height: Int), inputProtocol: Recipe.InputProtocol) {
        let (width, height) = Fixture.part
        var values = [UInt8](repeating: 0, count: width * height)
        for y in 300..<340 { for x in 60..<100 { values[y * width + x] = 1 } }
        let mask = Mask(width: width, height: height, values: values)
        let picture = Image(width: width, height: height, pixels: values.flatMap { [$0, $0, $0].map { 255 * $0 } })
        let (seen, truth) = (
            inputProtocol.prepare(picture, width: input.width, height: input.height),
            inputProtocol.prepare(mask, width: input.width, height: input.height)
        )
        #expect(truth.width == input.width && truth.height == input.height)
        #expect(!truth.isEmpty)
        // They differ only where a pixel of the input lies across the edge.
        let apart = truth.values.indices.count { (seen.pixels[3 * $0] > 127) != (truth.values[$0] == 1) }
        #expect(apart <= truth.values.count { $0 == 1 } / 5, "\(apart)")
        for (i, value) in truth.values.enumerated() where value == 1 { #expect(seen.pixels[3 * i] > 0) }
    }
}
