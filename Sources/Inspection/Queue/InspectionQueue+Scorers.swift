import Detectors
import Network
import Raster

extension InspectionQueue {
    /// Parts that a worker scores together.
    public static let standardBatch = Inspector.standardBatch

    /// What each worker scores with: the calibration's own recipe, from a file's bytes to the anomaly.
    /// - Parameter perturbation: what is done to each decoded picture, to see what the detector makes of it.
    public static func scorers(
        _ detector: any Detector, backbone: Backbone, batch: Int, perturbation: Perturbation? = nil
    ) -> @Sendable () throws -> Scorer {
        {
            let recipe = detector.recipe
            let inspector = try Inspector(
                detector, backbone: backbone, batch: batch, threads: backbone.threads)
            return Scorer(
                decode: { bytes, name in
                    guard let perturbation else { return try recipe.picture(of: bytes, name: name) }
                    let picture = try perturbation.applied(to: Image.decode(bytes, name: name))
                    return recipe.inputProtocol.prepare(picture, width: recipe.width, height: recipe.height)
                },
                embed: { try inspector.embed(prepared: $0, slot: $1) },
                score: { inspector.anomalies(count: $0) })
        }
    }
}
