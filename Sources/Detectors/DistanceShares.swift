/// What of a patch's squared Mahalanobis distance each tap of the network brought in.
///
/// d² = δᵀ Q δ = Σᵢ δᵢ (Q δ)ᵢ is a sum over channels, exactly; a tap's share is the sum over the channels that come
/// from it, divided by d². Shares sum to 1. A share may be negative, and another then larger than 1: where channels of
/// two taps are correlated, one may explain away a part of what the other found. At d = 0 there is nothing to share,
/// and all are 0.
public struct DistanceShares: Equatable, Sendable {
    public struct Tap: Equatable, Sendable {
        /// The layer's name, as the backbone's architecture has it.
        public let name: String
        public let share: Float

        public init(name: String, share: Float) {
            self.name = name
            self.share = share
        }
    }

    /// Distance of the patch, before any smoothing: the anomaly grid's value there, but for rounding.
    public let distance: Float
    /// Every tap of the embedding in the network's order, finest first; those without a chosen channel have 0.
    public let taps: [Tap]

    public init(distance: Float, taps: [Tap]) {
        self.distance = distance
        self.taps = taps
    }
}

extension PaDiM {
    /// The shares of a patch's distance.
    /// - Parameters:
    ///   - embedding: of the part, `positions × dimensions`.
    ///   - position: y · gridWidth + x of the patch.
    package func tapShares(embedding vector: UnsafeBufferPointer<Float>, at position: Int) -> DistanceShares {
        precondition(vector.count == embeddingLength && position >= 0 && position < embedding.positions)
        let d = embedding.dimensions
        // In single precision, as the kernels have it.
        let delta = (position * d..<(position + 1) * d).map { Double(vector[$0] - mean[$0]) }
        let terms = zip(delta, whitening.product(delta, at: position)).map(*)
        let squared = terms.reduce(0, +)
        let taps = embedding.taps.indices.map { tap in
            let own = embedding.dimensions(ofTap: tap).reduce(0) { $0 + terms[$1] }
            return DistanceShares.Tap(name: embedding.taps[tap].name, share: squared > 0 ? Float(own / squared) : 0)
        }
        return DistanceShares(distance: Float(squared.squareRoot()), taps: taps)
    }
}
