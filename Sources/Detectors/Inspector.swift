import Disk
import Network
import Raster

/// One worker's scoring path, from picture to anomaly: the only one there is, so that a score never depends on who
/// asked, nor on which parts were asked about together. Belongs to one thread at a time.
public final class Inspector {
    /// Parts that a worker scores together: enough to read the factors once for several, few enough that nobody waits.
    public static let standardBatch = 8

    public let padim: PaDiM
    /// Parts whose embeddings it holds at once.
    public let batch: Int
    private let threads: Int
    private let pass: ForwardPass
    private let embeddings: AlignedBytes

    /// - Parameters:
    ///   - batch: parts that are scored in one pass over the factors, which are then read once for all of them.
    ///   - threads: among which the positions of a pass are divided: several for one part on all cores, one where parts
    ///     are inspected in parallel.
    /// - Throws: `DetectorError.invalidRecipe` when the backbone is not the one that the detector was fitted on;
    ///   `NetworkError` when memory is short.
    /// - Precondition: `batch` and `threads` are positive.
    public init(_ padim: PaDiM, backbone: Backbone, batch: Int = 1, threads: Int = 1) throws {
        precondition(batch > 0 && threads > 0)
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
        self.batch = batch
        self.threads = threads
        pass = try ForwardPass(backbone)
        embeddings = AlignedBytes(count: batch * padim.embeddingLength * 4)
    }

    /// Scores a part's picture of any size.
    public func inspect(_ image: Image) throws -> Anomaly {
        try inspect(
            prepared: padim.recipe.inputProtocol.prepare(image, width: padim.recipe.width, height: padim.recipe.height))
    }

    /// Scores a picture that has the network's size already. What slot 0 held is gone.
    public func inspect(prepared image: Image) throws -> Anomaly {
        try embed(prepared: image, slot: 0)
        return anomalies(count: 1)[0]
    }

    /// Runs the network on a picture of its size and keeps the embedding.
    /// - Precondition: `0 <= slot < batch`.
    public func embed(prepared image: Image, slot: Int) throws {
        precondition(slot >= 0 && slot < batch)
        try pass.run(image)
        let length = padim.embeddingLength
        padim.embedding.gather(
            from: pass,
            into: UnsafeMutableBufferPointer(rebasing: embeddings.floats[(slot * length)..<((slot + 1) * length)]))
    }

    /// Scores what slots `0..<count` hold, in one pass over the factors.
    /// - Precondition: `count <= batch`, and every slot has been filled.
    public func anomalies(count: Int) -> [Anomaly] {
        precondition(count <= batch)
        let start = UnsafePointer(embeddings.floats.baseAddress!)
        return padim.anomalies(of: (0..<count).map { start + $0 * padim.embeddingLength }, threads: threads)
    }

    /// What a slot holds, `positions × dimensions`; read it before the slot is filled again.
    /// - Precondition: the slot has been filled.
    package func embedding(slot: Int) -> UnsafeBufferPointer<Float> {
        precondition(slot >= 0 && slot < batch)
        let length = padim.embeddingLength
        return UnsafeBufferPointer(rebasing: embeddings.floats[(slot * length)..<((slot + 1) * length)])
    }
}
