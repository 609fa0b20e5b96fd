extension NPadOptions {
    /// The steps of the paper's ablation, by their names there.
    public enum Preset: String, Codable, Sendable, CaseIterable {
        /// Experiment 1: weighted distributions of neighbouring patches.
        case a = "A"
        /// Experiment 2: distributions of aggregated features.
        case b = "B"
        /// Experiment 3: both, combined by the geometric mean.
        case ab = "A+B"
        /// Experiment 4: A, with the nearest of several distributions at inference.
        case ac = "A+C"
        /// Experiment 5.
        case abc = "A+B+C"
        /// All of the paper: A+B+C, the combined image score, and shifts of up to four pixels.
        case all = "all"
    }

    /// Experiments 1 to 5 are scored by the maximum of their maps, so that a step's gain is the map's own.
    public init(_ preset: Preset) {
        self.init()
        if preset != .all { score = .mapMaximum }
        switch preset {
        case .a: (usesAggregates, inference) = (false, 1)
        case .b: (usesPatches, inference) = (false, 1)
        case .ab: inference = 1
        case .ac: usesAggregates = false
        case .abc: break
        case .all: shift = 4
        }
    }

    /// The whole method without shifting: one run of the network for each part.
    public static let standard = NPadOptions()
    /// The whole method as published.
    public static let paper = NPadOptions(.all)

    /// Copies of a part that the network sees: the part itself, then by 1, 2, … pixels down, up, right, left.
    package var moves: [(down: Int, right: Int)] {
        var moves = [(down: 0, right: 0)]
        for by in 1..<max(1, shift + 1) {
            for (down, right) in [(by, 0), (-by, 0), (0, by), (0, -by)] { moves.append((down, right)) }
        }
        return moves
    }
}
