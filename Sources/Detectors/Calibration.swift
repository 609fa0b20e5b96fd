import Disk
import Network
import Raster

/// The fitted, immutable statistics of one category, with what is needed to trust them later.
public struct Calibration: Sendable {
    public let detector: any Detector
    /// SHA-256 of each good part's file, in the order they were learnt.
    public let parts: [SHA256Digest]
    /// What each of them would have scored had it been left out; empty where it was not asked for.
    public let leaveOneOutScores: [Float]
    /// One good part as the network saw it, and what it scored: scored again whenever the calibration is loaded.
    public let golden: Golden

    public struct Golden: Equatable, Sendable {
        public let image: Image
        public let score: Float

        public init(image: Image, score: Float) {
            self.image = image
            self.score = score
        }
    }

    public init(detector: any Detector, parts: [SHA256Digest], leaveOneOutScores: [Float], golden: Golden) {
        self.detector = detector
        self.parts = parts
        self.leaveOneOutScores = leaveOneOutScores
        self.golden = golden
    }

    public var recipe: Recipe { detector.recipe }

    /// Scores the golden part again.
    /// - Throws: `DetectorError.selfTest` when the answer differs by more than a thousandth, or the backbone is another.
    ///   What brain floats sum up to depends on the kind of processor: on another, a calibration has to be made again.
    public func selfTest(_ inspector: Inspector, name: String) throws {
        let score = try inspector.inspect(prepared: golden.image).score
        guard abs(score - golden.score) <= 1e-3 * max(1, abs(golden.score)) else {
            throw DetectorError(
                .selfTest, name,
                "its golden part scores \(score) here and scored \(golden.score) when it was made; calibrate again")
        }
    }
}
