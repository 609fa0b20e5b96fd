/// What N-pad does with a part, module by module, so that each can be taken away and its worth measured (Neighboring
/// Pixel-based industrial Anomaly Detection). The paper's text lacks its formulas; where more than one reading is
/// possible, each has a name here.
public struct NPadOptions: Codable, Equatable, Hashable, Sendable {
    /// Score A: distance of a patch from Gaussians of patches. Without it only score B is left.
    public var usesPatches = true
    /// Side of the square of patches whose samples make one position's Gaussian, weighted by similarity (module A);
    /// odd; 1 for the position alone, as PaDiM has it.
    public var neighbourhood = 3
    public var similarity = Similarity.reduced
    /// Divides the Bhattacharyya distance D in a neighbour's weight exp(−D / λ): larger takes more from neighbours.
    public var lambda = 0.25
    /// Side of the square of positions whose Gaussians a patch is held against (module C); the nearest counts. 1 for its
    /// own alone; 2 for its own and the next to the right, below and diagonally; odd sides are centred.
    public var inference = 2
    /// Score B: distance of the patch's aggregated feature from the Gaussian of aggregated features at its position.
    public var usesAggregates = true
    /// Side of the square whose features are averaged for score B and for the centroids; odd.
    public var aggregation = 3
    /// How scores A and B become one.
    public var combination = Combination.geometricMean
    public var score = Score.geometricPairs
    /// Patches that the image score looks at: those of largest Mahalanobis distance. (The paper does not give it.)
    public var topK = 5
    public var centroids = Centroids()
    public var channels = ChannelRule.leastNonzero
    /// Furthest shift of the picture in input pixels: 4 · shift + 1 copies are scored and averaged; 0 for none.
    public var shift = 0

    /// Distance of two neighbouring Gaussians.
    public enum Similarity: String, Codable, Sendable, CaseIterable {
        /// D = ⅛ δᵀ Σ̄⁻¹ δ, with Σ̄ the mean of both covariances: what the paper keeps.
        case reduced
        /// D + ½ ln(|Σ̄| / √(|Σ₁||Σ₂|)): the whole Bhattacharyya distance.
        case full
    }

    public enum Combination: String, Codable, Sendable, CaseIterable {
        /// √(A · B), the paper's.
        case geometricMean
        /// (A + B) / 2, for comparison.
        case arithmeticMean
    }

    /// What a part's score is made of.
    public enum Score: String, Codable, Sendable, CaseIterable {
        /// Mean of √(m · e) over the top-k patches, with their Mahalanobis distances m and their aggregated features'
        /// distances e from the nearest centroid each sorted and paired by rank.
        case geometricPairs
        /// Mean of m · e of the same pairs.
        case productPairs
        /// The maximum of the smoothed map, as PaDiM has it; needs no centroids.
        case mapMaximum

        public var needsCentroids: Bool { self != .mapMaximum }
    }

    /// Which channels an embedding consists of.
    public enum ChannelRule: String, Codable, Sendable, CaseIterable {
        /// Those with the fewest non-zero values over all parts and patches: what the paper's text says.
        case leastNonzero
        /// Those with the most: what its argument suggests.
        case mostNonzero
        /// Those of the recipe, which a seed chose at random, as PaDiM has it.
        case random
    }

    /// k-means (Lloyd) of the aggregated features.
    public struct Centroids: Codable, Equatable, Hashable, Sendable {
        /// Centroids for each vector that they are made from.
        public var ratio = 0.1
        /// Rounds of assigning and moving.
        public var iterations = 5
        public var seed: UInt64 = 0
        /// Vectors that they are made from at most, a random choice of all; `nil` for all, whose cost grows with the
        /// square of their number.
        public var vectors: Int? = 65_536

        public init() {}
    }

    /// Modules A, B and C with the combined score, without shifting.
    public init() {}
}
