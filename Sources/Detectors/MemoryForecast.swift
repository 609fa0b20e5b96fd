import Network

/// What learning and scoring take of memory, known before any of it is taken. The network's weights come on top, once.
public struct MemoryForecast: Equatable, Sendable, CustomStringConvertible {
    /// Parts that are learnt.
    public let parts: Int
    /// Bytes of memory at the worst moment of learning.
    public let fitting: Int
    /// Bytes on the disk, for as long as learning lasts, that memory does not hold.
    public let spilled: Int
    /// Bytes of memory that scoring takes; those of the calibration's file are shared by all programs that score with
    /// it.
    public let scoring: Int
    /// Bytes of the calibration's file, at most.
    public let file: Int

    /// - Parameters:
    ///   - positions: patches of the finest tap, `width / 4 × height / 4` of the input.
    ///   - network: bytes that each worker's network works in.
    ///   - batch: parts that each worker scores at once.
    ///   - available: bytes of memory that are free; what the system says by default.
    public init(
        positions: Int, dimensions: Int, parts: Int, precision: Recipe.StoredPrecision,
        network: Int = 0, batch: Int = Inspector.standardBatch, workers: Int = ComputeThreads.workers,
        available: Int? = AvailableMemory.bytes
    ) {
        let embedding = positions * dimensions * 4
        // Directions are only kept where they are smaller than the triangle.
        let stride = Whitening.stride(dimensions: dimensions, precision: precision, form: .triangular)
        let factors = positions * stride
        let strip = GaussianFit.stripPositions(stride: stride)
        let inMemory = min(parts * embedding, KeptEmbeddings.budget(available: available) / embedding * embedding)
        let arriving = min(parts, PaDiMFit.batchSize) * embedding
        // Sums, squares, origin and mean of every channel, and the mean once more in single precision.
        let moments = positions * dimensions * (8 + 8 + 4 + 8 + 4)
        // Doubles of eight covariances on their way, for each worker, and what comes back from the disk.
        let workspace = workers * (9 * stride * 16 + max(0, parts - inMemory / embedding) * strip * dimensions * 4)
        let distances = 2 * parts * positions * 4
        self.parts = parts
        spilled = parts * embedding - inMemory
        fitting =
            inMemory + max(arriving, 2 * GaussianFit.stripsInFlight * strip * stride + workspace + distances) + moments
            + workers * network
        file = factors + positions * (dimensions + 2) * 4 + 48 * positions
        scoring = file + workers * (embedding * batch + network)
    }

    /// The same for a recipe on its backbone.
    /// - Throws: `DetectorError.invalidRecipe`.
    public init(recipe: Recipe, backbone: Backbone, parts: Int) throws(DetectorError) {
        let embedding = try PatchEmbedding(taps: backbone.taps, channels: recipe.channels)
        self.init(
            positions: embedding.positions, dimensions: embedding.dimensions, parts: parts,
            precision: recipe.precision, network: backbone.workingBytes)
    }

    /// Refuses what the machine has no memory for.
    /// - Throws: `DetectorError.memory` with the figures and what to change.
    public func require(available: Int? = AvailableMemory.bytes) throws(DetectorError) {
        guard let available, max(fitting, scoring) > available else { return }
        throw DetectorError(
            .memory, "memory",
            "\(self), and \(Self.amount(available)) are free; use a smaller --input or --dims")
    }

    public var description: String {
        let disk = spilled > 0 ? " and \(Self.amount(spilled)) of disk" : ""
        return "learning from \(parts) parts takes \(Self.amount(fitting)) of memory\(disk), scoring takes "
            + "\(Self.amount(scoring)), and the calibration's file at most \(Self.amount(file))"
    }

    private static func amount(_ bytes: Int) -> String { "\((bytes + (1 << 20) - 1) >> 20) MiB" }
}
