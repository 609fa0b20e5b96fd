import Disk
import Network
import Raster

/// The fitted, immutable statistics of one category, with what is needed to trust them later.
public struct Calibration: Sendable {
    public let padim: PaDiM
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

    public init(padim: PaDiM, parts: [SHA256Digest], leaveOneOutScores: [Float], golden: Golden) {
        self.padim = padim
        self.parts = parts
        self.leaveOneOutScores = leaveOneOutScores
        self.golden = golden
    }

    public var recipe: Recipe { padim.recipe }

    /// How far, relative to it, the golden part's score may lie from what it was. In single precision processors agree to
    /// a thousandth; what brain floats sum up to depends on the processor's way of adding.
    private var selfTestTolerance: Float { recipe.networkPrecision == Precision.f32.rawValue ? 1e-3 : 3e-2 }

    /// Scores the golden part again.
    /// - Throws: `DetectorError.selfTest` when the answer differs by more than a thousandth (three hundredths where the
    ///   calibration was made in bf16), or the backbone is another.
    public func selfTest(_ inspector: Inspector, name: String) throws {
        let score = try inspector.inspect(prepared: golden.image).score
        guard abs(score - golden.score) <= selfTestTolerance * max(1, abs(golden.score)) else {
            throw DetectorError(
                .selfTest, name,
                "its golden part scores \(score) here and scored \(golden.score) when it was made; calibrate again")
        }
    }
}
