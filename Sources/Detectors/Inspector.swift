import Disk
import Network
import Raster

/// One worker's scoring path, from picture to anomaly: the only one there is, so that a score never depends on who
/// asked, nor on which parts were asked about together. Belongs to one thread at a time.
public final class Inspector {
    /// Parts that a worker scores together: enough to read the factors once for several, few enough that nobody waits.
    public static let standardBatch = 8

    public let detector: any Detector
    /// Parts whose embeddings it holds at once.
    public let batch: Int
    private let threads: Int
    private let shifts: [Shift]
    private let partLength: Int
    private let pass: ForwardPass
    private let embeddings: AlignedBytes

    /// - Parameters:
    ///   - batch: parts that are scored in one pass over the factors, which are then read once for all of them.
    ///   - threads: among which the positions of a pass are divided: several for one part on all cores, one where parts
    ///     are inspected in parallel.
    /// - Throws: `DetectorError.invalidRecipe` when the backbone is not the one that the detector was fitted on;
    ///   `NetworkError` when memory is short.
    /// - Precondition: `batch` and `threads` are positive.
    public init(_ detector: any Detector, backbone: Backbone, batch: Int = 1, threads: Int = 1) throws {
        precondition(batch > 0 && threads > 0)
        let recipe = detector.recipe
        guard backbone.fingerprint.description == recipe.fingerprint, backbone.width == recipe.width,
            backbone.height == recipe.height, backbone.precision.rawValue == recipe.networkPrecision,
            // Embeddings are gathered by the sizes that the calibration's file claims: they must be the network's own.
            backbone.taps == detector.taps
        else {
            throw DetectorError(
                .invalidRecipe, backbone.architecture.name,
                "is not the backbone of this calibration (\(recipe.backbone.printable) "
                    + "\(String(recipe.fingerprint.prefix(12)).printable), \(recipe.width)×\(recipe.height), "
                    + "\(recipe.networkPrecision.printable)); calibrate again")
        }
        self.detector = detector
        shifts = detector.shifts
        partLength = detector.partLength
        self.batch = batch
        self.threads = threads
        pass = try ForwardPass(backbone)
        embeddings = AlignedBytes(count: batch * partLength * 4)
    }

    /// Scores a part's picture of any size.
    public func inspect(_ image: Image) throws -> Anomaly {
        let recipe = detector.recipe
        return try inspect(
            prepared: recipe.inputProtocol.prepare(image, width: recipe.width, height: recipe.height))
    }

    /// Scores a picture that has the network's size already. What slot 0 held is gone.
    public func inspect(prepared image: Image) throws -> Anomaly {
        try embed(prepared: image, slot: 0)
        return anomalies(count: 1)[0]
    }

    /// Runs the network on a picture of its size and keeps the embedding.
    /// - Parameter onlyItself: leaves moved copies out, for somebody who wants to know what the part looks like and not
    ///   its score.
    /// - Precondition: `0 <= slot < batch`.
    public func embed(prepared image: Image, slot: Int, onlyItself: Bool = false) throws {
        precondition(slot >= 0 && slot < batch)
        let length = detector.embeddingLength
        for (k, shift) in shifts.prefix(onlyItself ? 1 : shifts.count).enumerated() {
            try pass.run(shift == .none ? image : image.shifted(right: shift.right, down: shift.down))
            let start = slot * partLength + k * length
            detector.embed(
                from: pass,
                into: UnsafeMutableBufferPointer(rebasing: embeddings.floats[start..<start + length]))
        }
    }

    /// Scores what slots `0..<count` hold, in one pass over the factors.
    /// - Precondition: `count <= batch`, and every slot has been filled.
    public func anomalies(count: Int) -> [Anomaly] {
        precondition(count <= batch)
        let start = UnsafePointer(embeddings.floats.baseAddress!)
        return detector.anomalies(of: (0..<count).map { start + $0 * partLength }, threads: threads)
    }

    /// What a slot holds of the part itself, `embeddingLength` floats; read it before the slot is filled again.
    /// - Precondition: the slot has been filled.
    package func embedding(slot: Int) -> UnsafeBufferPointer<Float> {
        precondition(slot >= 0 && slot < batch)
        // The part as it is comes first of its copies.
        let start = slot * partLength
        return UnsafeBufferPointer(rebasing: embeddings.floats[start..<start + detector.embeddingLength])
    }
}
