import Detectors
import Disk
import Network
import Raster
import SystemPackage
import TestSupport
import Testing

/// From pictures to a calibration's file and back.
struct NPadFitTests {
    private let backbone: Backbone

    init() throws {
        let network = TinyNetwork(seed: 1)
        backbone = try Backbone(
            checkpoint: network.checkpoint, architecture: network.architecture, width: 64, height: 32)
    }

    private func pictures(_ count: Int, from seed: Int) -> [Image] {
        (0..<count).map { TinyNetwork(seed: seed + $0).image(width: 64, height: 32) }
    }

    private func recipe(_ options: NPadOptions?, precision: Recipe.StoredPrecision = .f16) -> Recipe {
        var recipe = Recipe(
            backbone: backbone, inputProtocol: .whole, channels: [0, 3, 4, 9, 15, 17, 22, 30, 38], seed: 7,
            precision: precision)
        recipe.detector = "npad"
        recipe.npad = options
        return recipe
    }

    private func fit(_ recipe: Recipe, _ images: [Image]) throws -> any DetectorFit {
        let fit = try DetectorKind.fit(recipe, backbone: backbone, scratch: FilePath("/tmp"))
        #expect(try fit.learn(images.count) { images[$0] }.isEmpty)
        return fit
    }

    private func finish(_ recipe: Recipe, _ images: [Image], leaveOneOut: Bool = true) throws -> Fitted {
        try fit(recipe, images).finish(leaveOneOut: leaveOneOut, progress: { _ in }, isCancelled: { false })
    }

    private func shifting(_ shift: Int) -> NPadOptions {
        var options = NPadOptions()
        options.shift = shift
        return options
    }

    /// The file holds all of it: what is read scores to the same bits, and its self-test passes.
    @Test(arguments: [nil, NPadOptions(.b), NPadOptions(.ac), NPadOptions(.all)], [Recipe.StoredPrecision.f16, .f32])
    func readsBackWhatWasLearnt(options: NPadOptions?, precision: Recipe.StoredPrecision) throws {
        let images = pictures(6, from: 10)
        let fitted = try finish(recipe(options, precision: precision), images)
        #expect(fitted.leaveOneOutScores.count == 6)
        #expect(fitted.leaveOneOutScores.allSatisfy { $0.isFinite && $0 > 0 })
        let calibration = Calibration(
            detector: fitted.detector, parts: images.map { SHA256Digest(hashing: $0.pixels) },
            leaveOneOutScores: fitted.leaveOneOutScores, golden: .init(image: images[0], score: fitted.firstScore))
        let bytes = try calibration.encoded().bytes
        let read = try Calibration.decode(bytes, name: "c").calibration
        #expect(try read.encoded().bytes == bytes)
        #expect(read.recipe == calibration.recipe)
        let before = try Inspector(fitted.detector, backbone: backbone)
        let after = try Inspector(read.detector, backbone: backbone, batch: 3, threads: 2)
        try read.selfTest(after, name: "c")
        for picture in pictures(3, from: 60) {
            let anomaly = try before.inspect(prepared: picture)
            #expect(try after.inspect(prepared: picture) == anomaly)
            let map = try #require(read.detector.map(of: anomaly))
            #expect((map.width, map.height) == (64, 32))
        }
        #expect(try before.inspect(prepared: images[0]).score == fitted.firstScore)
    }

    @Test func truncatedArraysAreRefused() throws {
        let images = pictures(4, from: 10)
        let fitted = try finish(recipe(nil), images, leaveOneOut: false)
        let npad = try #require(fitted.detector as? NPad)
        var recipe = npad.recipe
        // A file whose recipe asks for other arrays than it holds.
        recipe.channels.removeLast()
        let calibration = Calibration(
            detector: Claiming(npad, recipe), parts: images.map { SHA256Digest(hashing: $0.pixels) },
            leaveOneOutScores: [], golden: .init(image: images[0], score: 1))
        let bytes = try calibration.encoded().bytes
        #expect(throws: DetectorError.self) { try Calibration.decode(bytes, name: "c") }
    }

    /// N-pad's statistics under another recipe.
    private struct Claiming: StoredDetector {
        let npad: NPad
        let recipe: Recipe
        init(_ npad: NPad, _ recipe: Recipe) { (self.npad, self.recipe) = (npad, recipe) }
        init(recipe: Recipe, taps: [Backbone.TapShape], stored: StoredArrays) throws(DetectorError) {
            self.init(try NPad(recipe: recipe, taps: taps, stored: stored), recipe)
        }
        var taps: [Backbone.TapShape] { npad.taps }
        var gridWidth: Int { npad.gridWidth }
        var gridHeight: Int { npad.gridHeight }
        var embeddingLength: Int { npad.embeddingLength }
        var stored: [StoredArray] { npad.stored }
        func embed(from pass: ForwardPass, into out: UnsafeMutableBufferPointer<Float>) {}
        func anomalies(of parts: [UnsafePointer<Float>], threads: Int) -> [Anomaly] { [] }
        func map(of anomaly: Anomaly) -> Plane? { nil }
    }

    /// Channels are counted on the finest grid, over all parts, and the recipe says which they were.
    @Test func channelsByTheirValues() throws {
        let images = pictures(4, from: 10)
        var counts = [Int](repeating: 0, count: backbone.channels)
        let all = try PatchEmbedding(taps: backbone.taps, channels: Array(0..<backbone.channels))
        let pass = try ForwardPass(backbone)
        for image in images {
            try pass.run(image)
            var values = [Float](repeating: 0, count: all.positions * all.dimensions)
            values.withUnsafeMutableBufferPointer { all.gather(from: pass, into: $0) }
            for (i, value) in values.enumerated() where value != 0 { counts[i % all.dimensions] += 1 }
        }
        for rule in NPadOptions.ChannelRule.allCases {
            var options = NPadOptions(.a)
            options.channels = rule
            let made = try finish(recipe(options), images, leaveOneOut: false).detector.recipe
            switch rule {
            case .random:
                #expect(made.channels == recipe(nil).channels && made.seed == 7)
            case .leastNonzero, .mostNonzero:
                #expect(
                    made.channels == NonzeroChannels.choose(9, nonzeros: counts, most: rule == .mostNonzero))
                #expect(made.seed == nil)
            }
        }
    }

    /// With everything off, and PaDiM's channels, it is PaDiM.
    @Test func nothingButGaussiansIsPaDiM() throws {
        let images = pictures(7, from: 10)
        var options = NPadOptions(.a)
        options.neighbourhood = 1
        options.channels = .random
        var plain = recipe(nil, precision: .f32)
        (plain.detector, plain.npad) = ("padim", nil)
        let padim = try finish(plain, images)
        let npad = try finish(recipe(options, precision: .f32), images)
        let (a, b) = (
            try Inspector(padim.detector, backbone: backbone), try Inspector(npad.detector, backbone: backbone)
        )
        for picture in images + pictures(3, from: 60) {
            let (one, other) = (try a.inspect(prepared: picture).score, try b.inspect(prepared: picture).score)
            #expect(abs(one - other) <= 1e-4 * one)
        }
        for (one, other) in zip(padim.leaveOneOutScores, npad.leaveOneOutScores) {
            #expect(abs(one - other) <= 2e-3 * one)
        }
    }

    /// Every regularisation that PaDiM has, and without neighbours to the same distances.
    @Test(arguments: [Recipe.Regularisation.relative(0.3), .ledoitWolf, .lowRank(3)])
    func regularisations(_ regularisation: Recipe.Regularisation) throws {
        let images = pictures(9, from: 10)
        var options = NPadOptions(.a)
        (options.neighbourhood, options.channels) = (1, .random)
        var (plain, alone, whole) = (
            recipe(nil, precision: .f32), recipe(options, precision: .f32), recipe(nil, precision: .f32)
        )
        (plain.detector, plain.npad) = ("padim", nil)
        plain.regularisation = regularisation
        alone.regularisation = regularisation
        whole.regularisation = regularisation
        let padim = try Inspector(try finish(plain, images, leaveOneOut: false).detector, backbone: backbone)
        let npad = try Inspector(try finish(alone, images, leaveOneOut: false).detector, backbone: backbone)
        for picture in images + pictures(3, from: 60) {
            let (one, other) = (
                try padim.inspect(prepared: picture).score, try npad.inspect(prepared: picture).score
            )
            #expect(abs(one - other) <= 1e-3 * one)
        }
        let fitted = try finish(whole, images)
        #expect(fitted.leaveOneOutScores.allSatisfy { $0.isFinite && $0 > 0 })
        // A low rank is left as it is without a part, so its scores may stay as small as within the sample.
        if case .lowRank = regularisation { return }
        let inside = try Inspector(fitted.detector, backbone: backbone)
        for (image, left) in zip(images, fitted.leaveOneOutScores) {
            #expect(try inside.inspect(prepared: image).score < left)
        }
    }

    /// Parts that cannot be read leave no trace, moved copies or not.
    @Test(arguments: [0, 2]) func unreadablePartsLeaveNoTrace(shift: Int) throws {
        struct Unreadable: Error {}
        let images = pictures(5, from: 10)
        let gappy = try NPadFit(recipe: recipe(shifting(shift)), backbone: backbone)
        let order = [-1, 0, 1, -1, 2, 3, 4]
        let failed = try gappy.learn(order.count) { i in
            guard order[i] >= 0 else { throw Unreadable() }
            return images[order[i]]
        }
        #expect(failed.map(\.index) == [0, 3] && gappy.count == 5)
        let one = try gappy.finish(leaveOneOut: true)
        let other = try finish(recipe(shifting(shift)), images)
        #expect(one.leaveOneOutScores == other.leaveOneOutScores)
        #expect(one.firstScore == other.firstScore)
    }

    /// A part is held against statistics that it is not in, as a part that comes later is.
    @Test(arguments: [0, 2]) func leftOutScoresAreNearTheTruth(shift: Int) throws {
        let images = pictures(16, from: 10)
        let fitted = try finish(recipe(shifting(shift)), images)
        var ratios: [Float] = []
        for left in [0, 5, 11] {
            let without = try finish(recipe(shifting(shift)), images.indices.filter { $0 != left }.map { images[$0] })
            let really = try Inspector(without.detector, backbone: backbone).inspect(prepared: images[left]).score
            ratios.append(fitted.leaveOneOutScores[left] / really)
        }
        #expect(ratios.allSatisfy { $0 > 0.75 && $0 < 1.3 }, "\(ratios)")
    }

    @Test func tooFewParts() throws {
        #expect(throws: DetectorError.self) { try finish(recipe(nil), pictures(1, from: 1)) }
        var options = NPadOptions()
        options.neighbourhood = 2
        #expect(throws: DetectorError.self) { try NPadFit(recipe: recipe(options), backbone: backbone) }
    }
}
