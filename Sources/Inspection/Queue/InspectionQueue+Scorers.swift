import Detectors
import Network

extension InspectionQueue {
    /// Parts that a worker scores together.
    public static let standardBatch = Inspector.standardBatch

    /// What each worker scores with: the calibration's own recipe, from a file's bytes to the anomaly.
    public static func scorers(_ detector: any Detector, backbone: Backbone, batch: Int) -> @Sendable () throws -> Scorer {
        {
            let inspector = try Inspector(
                detector, backbone: backbone, batch: batch, threads: backbone.threads)
            return Scorer(
                decode: { try detector.recipe.picture(of: $0, name: $1) },
                embed: { try inspector.embed(prepared: $0, slot: $1) },
                score: { inspector.anomalies(count: $0) })
        }
    }
}
