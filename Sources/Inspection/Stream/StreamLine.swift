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
    /// Where scores are kept that are computed all the same, so that what is measured is a line's own work.
    public let kept: KnownScores?
    public let batch: Int
    public let makeScorer: @Sendable () throws -> InspectionQueue.Scorer

    /// - Parameters:
    ///   - known: `nil` to score every part, as a line would.
    ///   - kept: `nil` to keep no scores but in `known`.
    ///   - batch: slots of each worker's scorer.
    ///   - makeScorer: as `InspectionQueue` takes it.
    public init(
        category: String, calibration: SHA256Digest, threshold: Float, limits: ControlLimits?,
        known: KnownScores? = nil, kept: KnownScores? = nil, batch: Int = 1,
        makeScorer: @escaping @Sendable () throws -> InspectionQueue.Scorer
    ) {
        self.category = category
        self.calibration = calibration
        self.threshold = threshold
        self.limits = limits
        self.known = known
        self.kept = kept
        self.batch = batch
        self.makeScorer = makeScorer
    }

    /// A category that was prepared.
    /// - Parameter threshold: that is live; `nil` for the one that was when the category was prepared.
    public init(
        _ ready: Workbench.Ready, category: String, threshold: Float? = nil, known: KnownScores? = nil,
        kept: KnownScores? = nil
    ) {
        self.init(
            category: category, calibration: ready.calibration, digest: ready.digest, backbone: ready.backbone,
            threshold: threshold ?? ready.threshold.value, known: known, kept: kept)
    }

    public init(
        category: String, calibration: Calibration, digest: SHA256Digest, backbone: Backbone, threshold: Float,
        known: KnownScores? = nil, kept: KnownScores? = nil
    ) {
        let batch = InspectionQueue.standardBatch
        self.init(
            category: category, calibration: digest, threshold: threshold,
            limits: ControlLimits(goodScores: calibration.leaveOneOutScores), known: known, kept: kept,
            batch: batch, makeScorer: InspectionQueue.scorers(calibration.detector, backbone: backbone, batch: batch))
    }
}
