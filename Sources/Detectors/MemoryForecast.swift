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

    /// A multivariate Gaussian of image-level features: the parts' features, and for each level the axes that they span,
    /// all in double precision.
    private init(
        mvg options: MVGOptions, backbone: Backbone, parts: Int, batch: Int = Inspector.standardBatch,
        workers: Int = ComputeThreads.workers
    ) throws(DetectorError) {
        let levels = try LevelEmbedding(taps: backbone.taps, names: options.levels).levels.map(\.shape.channels)
        let widest = levels.max() ?? 0
        let axes = options.distance == .mahalanobis ? levels.reduce(0) { $0 + min(parts, $1) * $1 } : 0
        let features = levels.reduce(0, +)
        // Products of parts or channels, eigenvectors, and what LAPACK works in; each worker has them for a left-out part.
        let square = min(parts, widest) * min(parts, widest)
        self.parts = parts
        spilled = 0
        file = 8 * (axes + 3 * features)
        fitting =
            file + 8 * (parts * (features + 3 * widest) + 6 * workers * (square + parts * min(parts, widest)))
            + workers * backbone.workingBytes
        scoring = file + workers * (4 * features * batch + backbone.workingBytes)
    }

    /// The same for a recipe on its backbone.
    /// - Throws: `DetectorError.invalidRecipe`.
    public init(recipe: Recipe, backbone: Backbone, parts: Int) throws(DetectorError) {
        if let options = recipe.mvg {
            try self.init(mvg: options, backbone: backbone, parts: parts)
            return
        }
        if recipe.detector == DetectorKind.npad.rawValue {
            try self.init(npad: recipe.npad ?? .standard, recipe: recipe, backbone: backbone, parts: parts)
            return
        }
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
