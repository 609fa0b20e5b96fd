import Network

/// The mean over all positions of each channel at the chosen levels, one level after another: what a part is to MVG.
public struct LevelEmbedding: Sendable {
    public struct Level: Equatable, Sendable {
        /// Which of the backbone's taps it is.
        public let tap: Int
        public let shape: Backbone.TapShape
        /// Where its channels lie in an embedding.
        public let range: Range<Int>
    }

    public let levels: [Level]
    /// Floats of an embedding.
    public let length: Int

    /// - Parameters:
    ///   - taps: of a backbone that was made at its levels.
    ///   - names: of the levels wanted, in any order; `nil` for all.
    /// - Throws: `DetectorError.invalidRecipe` naming a level that the backbone does not have.
    public init(taps: [Backbone.TapShape], names: [String]? = nil) throws(DetectorError) {
        for name in names ?? [] where !taps.contains(where: { $0.name == name }) {
            let known = taps.map(\.name).joined(separator: ", ")
            throw DetectorError(.invalidRecipe, "levels", "there is no level \(name); this backbone has \(known)")
        }
        var levels: [Level] = []
        var next = 0
        for (tap, shape) in taps.enumerated() where names?.contains(shape.name) ?? true {
            levels.append(Level(tap: tap, shape: shape, range: next..<next + shape.channels))
            next += shape.channels
        }
        guard next > 0 else { throw DetectorError(.invalidRecipe, "levels", "none chosen") }
        self.levels = levels
        length = next
    }

    /// Writes the embedding of the part that `pass` has just run on. Sums are taken in double precision.
    public func gather(from pass: ForwardPass, into out: UnsafeMutableBufferPointer<Float>) {
        precondition(out.count == length)
        let widest = levels.map(\.shape.channels).max() ?? 0
        withUnsafeTemporaryAllocation(of: Double.self, capacity: widest) { sums in
            for level in levels {
                let channels = level.shape.channels
                let positions = level.shape.width * level.shape.height
                for c in 0..<channels { sums[c] = 0 }
                pass.withTap(level.tap) { tap in
                    for p in 0..<positions {
                        let patch = tap.baseAddress! + p * channels
                        for c in 0..<channels { sums[c] += Double(patch[c]) }
                    }
                }
                for c in 0..<channels { out[level.range.lowerBound + c] = Float(sums[c] / Double(positions)) }
            }
        }
    }

    /// Empty features, one for each level.
    public func features() -> [LevelFeatures] {
        levels.map { LevelFeatures(level: $0.shape.name, channels: $0.shape.channels) }
    }
}
