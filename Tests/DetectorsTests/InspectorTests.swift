import Detectors
import Disk
import Network
import Raster
import SystemPackage
import TestSupport
import Testing

/// One scoring path, whoever asks, for one part or for many.
struct InspectorTests {
    private let backbone: Backbone
    private let recipe: Recipe

    init() throws {
        let network = TinyNetwork(seed: 1)
        backbone = try Backbone(
            checkpoint: network.checkpoint, architecture: network.architecture, width: 64, height: 32)
        recipe = Recipe(
            backbone: backbone, inputProtocol: .whole, channels: [0, 3, 4, 9, 15, 17, 22, 30, 38], seed: nil)
    }

    private func pictures(_ count: Int, from seed: Int) -> [Image] {
        (0..<count).map { TinyNetwork(seed: seed + $0).image(width: 64, height: 32) }
    }

    private func fit(_ images: [Image]) throws -> PaDiMFit {
        let fit = try PaDiMFit(recipe: recipe, backbone: backbone)
        #expect(try fit.learn(images.count) { images[$0] }.isEmpty)
        return fit
    }

    @Test func aScoreDoesNotDependOnItsBatch() throws {
        let padim = try fit(pictures(7, from: 10)).finish()
        let images = pictures(11, from: 40)
        let single = try Inspector(padim, backbone: backbone)
        let alone = try images.map { try single.inspect(prepared: $0) }
        for threads in [1, 2, 5] {
            let several = try Inspector(padim, backbone: backbone, batch: 11, threads: threads)
            for (slot, image) in images.enumerated() { try several.embed(prepared: image, slot: slot) }
            for count in [1, 2, 8, 11] {
                #expect(several.anomalies(count: count) == Array(alone[..<count]))
            }
        }
    }

    /// What a fit says of its own parts is what an inspection says of them.
    @Test func theFitsOwnScoresAreTheInspectors() throws {
        let images = pictures(7, from: 10)
        let fitted = try fit(images).finish(leaveOneOut: true)
        let inspector = try Inspector(fitted.detector, backbone: backbone)
        #expect(try inspector.inspect(prepared: images[0]).score == fitted.firstScore)
        #expect(fitted.leaveOneOutScores.count == 7)
        for (image, score) in zip(images, fitted.leaveOneOutScores) {
            let anomaly = try inspector.inspect(prepared: image)
            let grid = try #require(anomaly.grid)
            let left = grid.values.map { LeaveOneOut.distance($0, count: 7) }
            let map = try #require(
                fitted.detector.map(
                    of: Anomaly(score: 0, grid: Plane(width: grid.width, height: grid.height, values: left))))
            // But for what keeping halves has rounded.
            #expect(abs(try #require(map.values.max()) - score) <= 2e-3 * score)
        }
    }

    /// A part that cannot be read is left out, and the others are learnt as if it had never been there.
    @Test func unreadablePartsLeaveNoTrace() throws {
        struct Unreadable: Error {}
        let images = pictures(7, from: 10)
        let gappy = try PaDiMFit(recipe: recipe, backbone: backbone)
        let order = [0, 1, -1, 2, 3, -1, 4, 5, 6]
        let failed = try gappy.learn(order.count) { i in
            guard order[i] >= 0 else { throw Unreadable() }
            return images[order[i]]
        }
        #expect(failed.map(\.index) == [2, 5])
        #expect(gappy.count == 7)
        #expect(
            try gappy.finish(leaveOneOut: true).leaveOneOutScores
                == fit(images).finish(leaveOneOut: true)
                .leaveOneOutScores)
    }

    /// Coarse taps are replicated, channel by channel as they were chosen.
    @Test func embeddingsAreGatheredFromTheirTaps() throws {
        let embedding = try PatchEmbedding(taps: backbone.taps, channels: recipe.channels)
        let pass = try ForwardPass(backbone)
        try pass.run(pictures(1, from: 3)[0])
        var gathered = [Float](repeating: -1, count: embedding.positions * embedding.dimensions)
        gathered.withUnsafeMutableBufferPointer { embedding.gather(from: pass, into: $0) }
        let finest = backbone.taps[0]
        for y in 0..<finest.height {
            for x in 0..<finest.width {
                for (j, channel) in recipe.channels.enumerated() {
                    var (tap, index) = (0, channel)
                    while index >= backbone.taps[tap].channels {
                        index -= backbone.taps[tap].channels
                        tap += 1
                    }
                    let shape = backbone.taps[tap]
                    let ratio = finest.width / shape.width
                    let expected = pass.withTap(tap) {
                        $0[((y / ratio) * shape.width + x / ratio) * shape.channels + index]
                    }
                    #expect(gathered[(y * finest.width + x) * recipe.channels.count + j] == expected)
                }
            }
        }
    }

    @Test(arguments: [Recipe.Regularisation.relative(1e300), .absolute(1e300), .absolute(.infinity), .absolute(-1)])
    func aRegularisationThatLeavesNothingIsRefused(regularisation: Recipe.Regularisation) throws {
        var recipe = recipe
        recipe.regularisation = regularisation
        let fit = try PaDiMFit(recipe: recipe, backbone: backbone)
        let images = pictures(4, from: 10)
        #expect(try fit.learn(images.count) { images[$0] }.isEmpty)
        let error = #expect(throws: DetectorError.self) { try fit.finish() }
        #expect(error?.code == .invalidRecipe && error?.subject == "--epsilon")
        #expect(error?.message.contains("take one between") == true)
    }

    @Test func oneGoodPartIsNotEnough() throws {
        let error = #expect(throws: DetectorError.self) { try fit(pictures(1, from: 1)).finish() }
        #expect(error?.code == .tooFewParts)
    }
}
