import Network
import Raster

/// Learns a PaDiM from good parts in batches of constant size; memory does not grow with their number.
public final class PaDiMFit {
    /// Parts whose embeddings are held at once. Fixed, because sums depend on it in the last bit.
    public static let batchSize = 32

    public let recipe: Recipe
    package let embedding: PatchEmbedding
    package let moments: StreamingMoments
    private let embeddings: AlignedBytes
    private let crew: Crew<ForwardPass>

    /// - Throws: `DetectorError.invalidRecipe`, `NetworkError`.
    public init(recipe: Recipe, backbone: Backbone, workers: Int = ComputeThreads.workers) throws {
        self.recipe = recipe
        embedding = try PatchEmbedding(taps: backbone.taps, channels: recipe.channels)
        try Self.requireMemory(positions: embedding.positions, dimensions: embedding.dimensions)
        moments = StreamingMoments(positions: embedding.positions, dimensions: embedding.dimensions)
        embeddings = AlignedBytes(count: Self.batchSize * embedding.positions * embedding.dimensions * 4)
        crew = Crew(try (0..<workers).map { _ in try ForwardPass(backbone) })
    }

    /// Refuses what the machine has no memory for, before any of it is taken: statistics in double precision, a batch
    /// of embeddings and the factors that come of them.
    private static func requireMemory(positions: Int, dimensions: Int) throws(DetectorError) {
        let packed = StreamingMoments.packed(dimensions)
        let needed = positions * (packed * (8 + 4) + dimensions * (8 + 4 + 4 * batchSize))
        guard let available = AvailableMemory.bytes, needed > available else { return }
        throw DetectorError(
            .invalidRecipe, "memory",
            "learning needs \(needed >> 20) MiB and \(available >> 20) MiB are free; use a smaller --input or --dims")
    }

    /// Parts learnt so far.
    public var count: Int { moments.count }

    /// Learns at most `batchSize` pictures of the network's size. `image(i)` is called from several threads, each `i`
    /// once; it may read and decode. Where it throws, the part is left out and the error returned beside its index.
    public func learn(_ batch: Int, image: @Sendable (Int) throws -> Image) -> [(index: Int, error: any Error)] {
        precondition(batch <= Self.batchSize)
        let length = embedding.positions * embedding.dimensions
        // Each part has a slot of the batch to itself.
        nonisolated(unsafe) let slots = embeddings.mutable.bindMemory(to: Float.self)
        let embedding = embedding
        let outcomes = crew.map(batch) { pass, i in
            try pass.run(image(i))
            embedding.gather(
                from: pass, into: UnsafeMutableBufferPointer(rebasing: slots[(i * length)..<((i + 1) * length)]))
        }
        let failed = outcomes.enumerated().compactMap { i, outcome -> (index: Int, error: any Error)? in
            if case .failure(let error) = outcome { (i, error) } else { nil }
        }
        let kept = close(gapsAt: failed.map(\.index), batch: batch, length: length)
        moments.add(UnsafeBufferPointer(slots), batch: kept)
        return failed
    }

    /// Moves embeddings up over the slots of failed parts; returns how many are left.
    private func close(gapsAt failed: [Int], batch: Int, length: Int) -> Int {
        let slots = embeddings.mutable.bindMemory(to: Float.self)
        var kept = 0
        for i in 0..<batch where !failed.contains(i) {
            if kept != i {
                (slots.baseAddress! + kept * length).update(from: slots.baseAddress! + i * length, count: length)
            }
            kept += 1
        }
        return kept
    }

    /// Ends the fit.
    /// - Throws: `DetectorError.tooFewParts`, `.singular`.
    public func finish() throws(DetectorError) -> PaDiM {
        try PaDiM(recipe: recipe, embedding: embedding, moments: moments)
    }
}

extension Inspector {
    /// What a calibration part would have scored had it been left out of the `count` parts of the fit.
    public func leaveOneOutScore(prepared image: Image, count: Int) throws -> Float {
        guard let grid = try inspect(prepared: image).grid else { return .nan }
        let left = Plane(
            width: grid.width, height: grid.height,
            values: grid.values.map { LeaveOneOut.distance($0, count: count) })
        return padim.anomaly(of: left).score
    }
}
