import Disk
import Network
import Raster

/// One worker's scoring path, from picture to anomaly: the only one there is, so that a score never depends on who
/// asked. Belongs to one thread at a time.
public final class Inspector {
    public let padim: PaDiM
    private let pass: ForwardPass

    /// - Throws: `DetectorError.invalidRecipe` when the backbone is not the one that the detector was fitted on;
    ///   `NetworkError` when memory is short.
    public init(_ padim: PaDiM, backbone: Backbone) throws {
        let recipe = padim.recipe
        guard backbone.fingerprint.description == recipe.fingerprint, backbone.width == recipe.width,
            backbone.height == recipe.height, backbone.precision.rawValue == recipe.networkPrecision,
            // Embeddings are gathered by the sizes that the calibration's file claims: they must be the network's own.
            backbone.taps == padim.embedding.taps
        else {
            throw DetectorError(
                .invalidRecipe, backbone.architecture.name,
                "is not the backbone of this calibration (\(recipe.backbone.printable) "
                    + "\(String(recipe.fingerprint.prefix(12)).printable), \(recipe.width)×\(recipe.height), "
                    + "\(recipe.networkPrecision.printable)); calibrate again")
        }
        self.padim = padim
        pass = try ForwardPass(backbone)
    }

    /// Scores a part's picture of any size.
    public func inspect(_ image: Image) throws -> Anomaly {
        try inspect(
            prepared: padim.recipe.inputProtocol.prepare(image, width: padim.recipe.width, height: padim.recipe.height))
    }

    /// Scores a picture that has the network's size already.
    public func inspect(prepared image: Image) throws -> Anomaly {
        try pass.run(image)
        return padim.anomaly(of: pass)
    }
}
