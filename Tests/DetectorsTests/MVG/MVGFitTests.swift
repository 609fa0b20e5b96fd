import Detectors
import Disk
import Foundation
import Network
import Raster
import TestSupport
import Testing

/// Learning, keeping and scoring on a network small enough to be run here, whose taps serve as levels.
struct MVGFitTests {
    static let options = [
        MVGOptions.standard, MVGOptions(distance: .l2), MVGOptions(distance: .sed),
        MVGOptions(covariance: .epsilon(0.1), levels: ["last", "first"]), MVGOptions(subspace: .npca(0.05)),
        MVGOptions(covariance: .sample, subspace: .pca(0.9), levels: ["first"]),
    ]

    private let backbone: Backbone
    private let images = (0..<20).map { TinyNetwork(seed: $0 + 10).image(width: 64, height: 32) }

    init() throws {
        let network = TinyNetwork(seed: 1)
        backbone = try Backbone(
            checkpoint: network.checkpoint, architecture: network.architecture, width: 64, height: 32)
    }

    private func fit(_ options: MVGOptions, parts: Int = 20) throws -> MVGFit {
        let fit = try MVGFit(recipe: Recipe(mvg: options, backbone: backbone), backbone: backbone)
        #expect(try fit.learn(parts) { images[$0] }.isEmpty)
        return fit
    }

    @Test(arguments: options)
    func calibrationsAreReadBack(options: MVGOptions) throws {
        let fitted = try fit(options).finish(leaveOneOut: true)
        let inspector = try Inspector(fitted.detector, backbone: backbone, batch: 3)
        #expect(try inspector.inspect(prepared: images[0]).score == fitted.firstScore)
        let calibration = Calibration(
            detector: fitted.detector, parts: images.map { SHA256Digest(hashing: $0.pixels) },
            leaveOneOutScores: fitted.leaveOneOutScores, golden: .init(image: images[0], score: fitted.firstScore))
        let (bytes, digest) = try calibration.encoded()
        let (read, same) = try Calibration.decode(bytes, name: "c")
        #expect(same == digest && read.recipe == calibration.recipe)
        #expect(read.recipe.mvg == options && read.recipe.detector == "mvg")
        #expect(try read.encoded().bytes == bytes)
        let again = try Inspector(read.detector, backbone: backbone, batch: 3)
        try read.selfTest(again, name: "c")
        // A score depends neither on the file nor on the company.
        for slot in 0..<3 {
            let picture = TinyNetwork(seed: 70 + slot).image(width: 64, height: 32)
            try inspector.embed(prepared: picture, slot: slot)
            #expect(try again.inspect(prepared: picture).score == inspector.inspect(prepared: picture).score)
            try inspector.embed(prepared: picture, slot: slot)
        }
        #expect(read.detector.map(of: try again.inspect(prepared: images[1])) == nil && !read.detector.makesMap)
    }

    @Test(arguments: options)
    func scoresTogetherAreScoresAlone(options: MVGOptions) throws {
        let detector = try fit(options).finish(leaveOneOut: false).detector
        let inspector = try Inspector(detector, backbone: backbone, batch: 4)
        let pictures = (0..<4).map { TinyNetwork(seed: 40 + $0).image(width: 64, height: 32) }
        let alone = try pictures.map { try inspector.inspect(prepared: $0).score }
        for (slot, picture) in pictures.enumerated() { try inspector.embed(prepared: picture, slot: slot) }
        #expect(inspector.anomalies(count: 4).map(\.score) == alone)
    }

    /// The sum over the levels of what each part would have been away from the others.
    @Test func leftOutScoresAreThoseOfAFitWithoutThePart() throws {
        let scores = try fit(.standard).finish(leaveOneOut: true).leaveOneOutScores
        #expect(scores.count == 20)
        for part in [0, 7, 19] {
            let rest = images.indices.filter { $0 != part }
            let fit = try MVGFit(recipe: Recipe(mvg: .standard, backbone: backbone), backbone: backbone)
            #expect(try fit.learn(rest.count) { images[rest[$0]] }.isEmpty)
            let others = try fit.finish(leaveOneOut: false).detector
            let expected = try Inspector(others, backbone: backbone).inspect(prepared: images[part]).score
            #expect(abs(scores[part] - expected) <= 1e-5 * expected)
        }
    }

    @Test func tooFewPartsAreRefused() throws {
        for (parts, leaveOneOut) in [(1, false), (2, true)] {
            let error = try #require(throws: DetectorError.self) {
                try fit(.standard, parts: parts).finish(leaveOneOut: leaveOneOut)
            }
            #expect(error.code == .tooFewParts)
        }
        let noLevel = try #require(throws: DetectorError.self) {
            try fit(MVGOptions(covariance: .sample), parts: 5).finish(leaveOneOut: false)
        }
        #expect(noLevel.code == .tooFewParts)
        let unknown = try #require(throws: DetectorError.self) { try fit(MVGOptions(levels: ["layer4"])) }
        #expect(unknown.code == .invalidRecipe)
    }

    @Test func unreadablePartsAreNamedAndLeftOut() throws {
        struct Unreadable: Error {}
        let fit = try MVGFit(recipe: Recipe(mvg: .standard, backbone: backbone), backbone: backbone)
        let failed = try fit.learn(6) { i in
            guard i != 2 else { throw Unreadable() }
            return images[i]
        }
        #expect(failed.map(\.index) == [2] && fit.count == 5)
    }

    @Test func thresholdsAreTheLevelsOwn() throws {
        let mvg = try #require(try fit(.standard).finish(leaveOneOut: false).detector as? MVG)
        let thresholds = try #require(mvg.levelThresholds(0.99))
        #expect(thresholds.count == 3)
        for (level, threshold) in zip(mvg.levels, thresholds) {
            #expect(abs(ChiSquare(dimensions: level.channels).probability(upTo: threshold * threshold) - 0.99) <= 1e-9)
        }
        #expect(mvg.threshold(0.99) == thresholds.reduce(0, +))
        let euclidean = try #require(try fit(MVGOptions(distance: .l2)).finish(leaveOneOut: false).detector as? MVG)
        #expect(euclidean.threshold() == nil)
    }

    @Test func forecastKnowsLevels() throws {
        let recipe = Recipe(mvg: .standard, backbone: backbone)
        let forecast = try MemoryForecast(recipe: recipe, backbone: backbone, parts: 20)
        let fitted = try fit(.standard).finish(leaveOneOut: false)
        let calibration = Calibration(
            detector: fitted.detector, parts: [], leaveOneOutScores: [],
            golden: .init(image: images[0], score: fitted.firstScore))
        let statistics = (fitted.detector as? MVG)?.stored.reduce(0) { $0 + $1.bytes.bytes.count } ?? 0
        #expect(statistics > 0 && statistics <= forecast.file)
        #expect(try calibration.encoded().bytes.count > statistics && forecast.fitting > forecast.scoring / 2)
    }
}
