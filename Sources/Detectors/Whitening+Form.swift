extension Whitening.Form {
    /// The form for a fit of `parts` parts: the triangle, unless the directions save much and are as exact.
    ///
    /// - They are kept where that saves at least `worthwhile` bytes. Below it the triangle is taken although it is
    ///   larger: its kernel does half the work, and its fit needs no eigenvectors. (At 100 dimensions and 4,096
    ///   positions a batch was measured at 0.3 ms a part against 0.9 ms, and 82 MB cannot save enough.)
    /// - They are exact to what a half holds where no λ / ε is above `steepest`. A direction's rounding, 2⁻¹² of δ,
    ///   stays in the residual, where it counts 1 / ε against the 1 / (λ + ε) that is meant: relative to d² an error of
    ///   2⁻²⁴ λ / ε, at most 2⁻⁹. A position's trace bounds its λ.
    package static func chosen(
        positions: Int, dimensions: Int, parts: Int, precision: Recipe.StoredPrecision, epsilon: Double,
        largestTrace: Double
    ) -> Self {
        guard let rank = smaller(positions: positions, dimensions: dimensions, parts: parts, precision: precision),
            epsilon > 0, largestTrace <= steepest * epsilon
        else { return .triangular }
        return .residual(rank: rank)
    }

    /// The rank of the directions where keeping them is worthwhile: centred parts span one dimension less than there
    /// are parts.
    private static func smaller(
        positions: Int, dimensions d: Int, parts: Int, precision: Recipe.StoredPrecision
    ) -> Int? {
        let rank = parts - 1
        guard rank > 0, rank < d else { return nil }
        let triangle = Whitening.stride(dimensions: d, precision: precision, form: .triangular)
        let directions = Whitening.stride(dimensions: d, precision: precision, form: .residual(rank: rank)) + rank * 4
        return positions * (triangle - directions) >= worthwhile ? rank : nil
    }

    package static let worthwhile = 128 << 20
    package static let steepest = 32_768.0
}
