import Detectors
import Disk
import Evaluation
import Network

/// What a stream's parts are inspected with: one category's calibration, its live threshold, and its control limits.
public struct StreamLine: Sendable {
    public let category: String
    public let calibration: SHA256Digest
    /// Live when the stream begins.
    public let threshold: Float
    /// `nil` for a calibration without leave-one-out scores.
    public let limits: ControlLimits?
    /// Scores that need not be computed, and where new ones are kept.
    public let known: KnownScores?
    public let batch: Int
    public let makeScorer: @Sendable () throws -> InspectionQueue.Scorer

    /// - Parameters:
    ///   - batch: slots of each worker's scorer.
    ///   - makeScorer: as `InspectionQueue` takes it.
    public init(
        category: String, calibration: SHA256Digest, threshold: Float, limits: ControlLimits?,
        known: KnownScores? = nil, batch: Int = 1,
        makeScorer: @escaping @Sendable () throws -> InspectionQueue.Scorer
    ) {
        self.category = category
        self.calibration = calibration
        self.threshold = threshold
        self.limits = limits
        self.known = known
        self.batch = batch
        self.makeScorer = makeScorer
    }

    /// A category that was prepared.
    /// - Parameter known: `nil` to score every part, as a line would.
    public init(_ ready: Workbench.Ready, category: String, known: KnownScores? = nil) {
        self.init(
            category: category, calibration: ready.calibration, digest: ready.digest, backbone: ready.backbone,
            threshold: ready.threshold.value, known: known)
    }

    public init(
        category: String, calibration: Calibration, digest: SHA256Digest, backbone: Backbone, threshold: Float,
        known: KnownScores? = nil
    ) {
        let batch = InspectionQueue.standardBatch
        self.init(
            category: category, calibration: digest, threshold: threshold,
            limits: ControlLimits(goodScores: calibration.leaveOneOutScores), known: known, batch: batch,
            makeScorer: InspectionQueue.scorers(calibration.padim, backbone: backbone, batch: batch))
    }
}
