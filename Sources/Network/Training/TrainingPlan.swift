/// What shall learn: an architecture's layers up to its last tap, BatchNorm after each convolution, and a linear head on
/// what comes out.
public struct TrainingPlan: Sendable {
    /// Linear: it reads the means of the last tap's map over `grid` × `grid` cells of equal size (within a pixel).
    public struct Head: Codable, Equatable, Sendable {
        public let outputs: Int
        public let grid: Int

        /// - Parameters:
        ///   - outputs: numbers that the head answers for one sample, 1 or more.
        ///   - grid: cells along each axis, 1 to the side of the last tap's map.
        public init(outputs: Int, grid: Int) {
            self.outputs = outputs
            self.grid = grid
        }
    }

    public let architecture: Architecture
    public let head: Head
    /// Input size in pixels.
    public let width: Int
    public let height: Int
    /// Samples of one shard.
    public let batch: Int
    /// What maps and products are in; parameters, their gradients, statistics and the head are always f32.
    public let precision: Precision

    public init(
        architecture: Architecture, head: Head, width: Int, height: Int, batch: Int, precision: Precision = .f32
    ) {
        self.architecture = architecture
        self.head = head
        self.width = width
        self.height = height
        self.batch = batch
        self.precision = precision
    }

    /// The layers that learn: what stands behind the last tap would never be asked.
    var trunk: Architecture {
        let end = architecture.taps.map { $0.layer + 1 }.max() ?? 0
        return Architecture(
            name: architecture.name, normalisation: architecture.normalisation,
            layers: Array(architecture.layers.prefix(end)), taps: architecture.taps)
    }
}

extension TrainingPlan: Equatable {
    public static func == (a: TrainingPlan, b: TrainingPlan) -> Bool {
        a.architecture.name == b.architecture.name && a.trunk.layers == b.trunk.layers && a.head == b.head
            && a.width == b.width && a.height == b.height && a.batch == b.batch && a.precision == b.precision
    }
}
