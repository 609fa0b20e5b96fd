import CKernels

/// How every position's regularised covariance Σ + εI is kept so that Mahalanobis distances cost the least. Read-only
/// once made.
package struct Whitening: Sendable {
    /// What is kept of a position.
    package enum Form: Codable, Equatable, Sendable {
        /// The factor L⁻¹ of Σ + εI = L Lᵀ, lower triangular; the distance is ‖L⁻¹δ‖. Half the work of a dense inverse,
        /// and no worse conditioned than it must be.
        case triangular
        /// The `rank` directions in which Σ is not zero, orthonormal, and for each the share ε / (λ + ε):
        ///
        ///     d² = (‖δ − Σ c v‖² + Σ share · c²) / ε,   c = v · δ
        ///
        /// It is what Woodbury's identity gives for fewer parts than dimensions, (‖δ‖² − ‖Pδ‖²) / ε, without its
        /// subtraction: that would lose λ / ε in precision, and no half could hold P.
        case residual(rank: Int)
    }

    let positions: Int
    let dimensions: Int
    let precision: Recipe.StoredPrecision
    package let form: Form
    /// In `precision`, position after position: the triangle in the order that `whitened_distances` reads, or the
    /// directions one after another.
    package let factors: Factors
    /// `positions`: what each position's distance is multiplied by.
    let scale: [Float]
    /// `positions × rank` shares; empty for `triangular`.
    let weights: [Float]

    package init(
        positions: Int, dimensions: Int, precision: Recipe.StoredPrecision, form: Form, factors: Factors,
        scale: [Float], weights: [Float]
    ) {
        self.positions = positions
        self.dimensions = dimensions
        self.precision = precision
        self.form = form
        self.factors = factors
        self.scale = scale
        self.weights = weights
    }

    static func packed(_ dimensions: Int) -> Int { dimensions * (dimensions + 1) / 2 }

    /// Bytes of one position's factors.
    package static func stride(dimensions d: Int, precision: Recipe.StoredPrecision, form: Form) -> Int {
        let values =
            switch form {
            case .triangular: packed(d)
            case .residual(let rank): rank * d
            }
        return values * (precision == .f16 ? 2 : 4)
    }

    var stride: Int { Self.stride(dimensions: dimensions, precision: precision, form: form) }

    /// Distances from `mean` at some positions, for any number of parts in one pass over the factors. A part's
    /// distances have the same bits whichever others it is computed with, and however positions are divided among
    /// threads.
    /// - Parameters:
    ///   - range: the positions.
    ///   - mean: of the first of them; `range.count × dimensions`.
    ///   - parts: each part's embedding at the first of them; `range.count × dimensions`.
    ///   - out: for each part `range.count` floats.
    ///   - level: the instruction set, for tests; the best by default.
    package func distances(
        _ range: Range<Int>, mean: UnsafePointer<Float>, parts: [UnsafePointer<Float>],
        into out: [UnsafeMutablePointer<Float>], level: Int32 = Self.bestLevel
    ) {
        precondition(range.lowerBound >= 0 && range.upperBound <= positions && parts.count == out.count)
        scale.withUnsafeBufferPointer { scale in
            weights.withUnsafeBufferPointer { weights in
                var shares = weights.baseAddress
                if case .residual(let rank) = form { shares = shares.map { $0 + range.lowerBound * rank } }
                Self.distances(
                    UnsafeRawBufferPointer(rebasing: factors.bytes[(range.lowerBound * stride)...]), form, precision,
                    dimensions: dimensions, count: range.count, scale: scale.baseAddress! + range.lowerBound,
                    weights: shares, mean: mean, parts: parts, into: out, level: level)
            }
        }
    }

    /// The kernels, for factors that stand anywhere.
    static func distances(
        _ factors: UnsafeRawBufferPointer, _ form: Form, _ precision: Recipe.StoredPrecision, dimensions: Int,
        count: Int, scale: UnsafePointer<Float>, weights: UnsafePointer<Float>?, mean: UnsafePointer<Float>,
        parts: [UnsafePointer<Float>], into out: [UnsafeMutablePointer<Float>], level: Int32 = bestLevel
    ) {
        precondition(factors.count >= count * stride(dimensions: dimensions, precision: precision, form: form))
        guard count > 0, !parts.isEmpty, let start = factors.baseAddress else { return }
        let (d, n, positions) = (Int32(dimensions), Int32(parts.count), Int64(count))
        let parts = parts.map(Optional.some)
        let out = out.map(Optional.some)
        withUnsafeTemporaryAllocation(byteCount: Int(distance_scratch(d)) * 4, alignment: 64) { raw in
            let scratch = raw.bindMemory(to: Float.self).baseAddress
            switch (form, precision) {
            case (.triangular, .f16):
                whitened_distances_f16(
                    start.assumingMemoryBound(to: UInt16.self), scale, mean, parts, n, d, positions, scratch, out, level
                )
            case (.triangular, .f32):
                whitened_distances_f32(
                    start.assumingMemoryBound(to: Float.self), scale, mean, parts, n, d, positions, scratch, out, level)
            case (.residual(let rank), .f16):
                residual_distances_f16(
                    start.assumingMemoryBound(to: UInt16.self), weights, scale, mean, parts, n, d, Int32(rank),
                    positions, scratch, out, level)
            case (.residual(let rank), .f32):
                residual_distances_f32(
                    start.assumingMemoryBound(to: Float.self), weights, scale, mean, parts, n, d, Int32(rank),
                    positions, scratch, out, level)
            }
        }
    }

    /// The best instruction set of this CPU, asked for once.
    package static let bestLevel = kernel_level()
}
