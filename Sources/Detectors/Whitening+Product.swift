extension Whitening {
    /// Q δ at a position, where d² = δᵀ Q δ is the square of what `distances` gives and Q = (Σ + εI)⁻¹ as it is kept:
    /// from the factors as they stand, in double precision, so that δᵢ (Q δ)ᵢ are each dimension's part of d².
    ///
    /// - `triangular`: Q = s² Wᵀ W.
    /// - `residual`: the kernel takes four directions at a time out of what the ones before have left. Their adjoint
    ///   gives the Q of exactly that computation, also where rounded directions are not quite orthonormal.
    /// - Parameter delta: x − μ at the position, `dimensions` values.
    /// - Precondition: `0 <= position < positions`.
    package func product(_ delta: [Double], at position: Int) -> [Double] {
        precondition(position >= 0 && position < positions && delta.count == dimensions)
        let values = factors(at: position)
        let squaredScale = Double(scale[position]) * Double(scale[position])
        let product =
            switch form {
            case .triangular: Self.triangular(values, delta)
            case .residual(let rank):
                Self.residual(
                    values, weights[(position * rank)..<((position + 1) * rank)].map(Double.init), delta)
            }
        return product.map { $0 * squaredScale }
    }

    /// A position's factors, widened.
    private func factors(at position: Int) -> [Float] {
        let bytes = UnsafeRawBufferPointer(rebasing: factors.bytes[(position * stride)..<((position + 1) * stride)])
        switch precision {
        case .f32:
            return (0..<(stride / 4)).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
        case .f16:
            return (0..<(stride / 2)).map {
                Float(Float16(bitPattern: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self)))
            }
        }
    }

    /// Wᵀ (W δ), W in the order that `whitened_distances` reads: blocks of rows, in each column by column.
    private static func triangular(_ w: [Float], _ delta: [Double]) -> [Double] {
        let d = delta.count
        var product = [Double](repeating: 0, count: d)
        var next = 0
        var first = 0
        while first < d {
            let end = first == 0 && d % 32 != 0 ? d % 32 : first + 32
            let start = next
            var white = [Double](repeating: 0, count: end - first)
            for column in 0..<end {
                for row in max(column, first)..<end {
                    white[row - first] += Double(w[next]) * delta[column]
                    next += 1
                }
            }
            next = start
            for column in 0..<end {
                for row in max(column, first)..<end {
                    product[column] += Double(w[next]) * white[row - first]
                    next += 1
                }
            }
            first = end
        }
        return product
    }

    /// With r₀ = δ, c_b = V_b r_{b−1}, r_b = r_{b−1} − V_bᵀ c_b and d² ∝ |r|² + Σ s c²: from r̄ = r backwards
    /// r̄_{b−1} = r̄_b + V_bᵀ (s c_b − V_b r̄_b).
    private static func residual(_ rows: [Float], _ shares: [Double], _ delta: [Double]) -> [Double] {
        let d = delta.count
        func dot(_ row: Int, _ vector: [Double]) -> Double {
            var sum = 0.0
            for i in 0..<d { sum += Double(rows[row * d + i]) * vector[i] }
            return sum
        }
        func add(_ factor: Double, _ row: Int, to vector: inout [Double]) {
            for i in 0..<d { vector[i] += factor * Double(rows[row * d + i]) }
        }
        let blocks = Swift.stride(from: 0, to: shares.count, by: 4).map { $0..<min($0 + 4, shares.count) }
        var rest = delta
        var coefficients: [Double] = []
        for block in blocks {
            let own = block.map { dot($0, rest) }
            for (row, c) in zip(block, own) { add(-c, row, to: &rest) }
            coefficients += own
        }
        for block in blocks.reversed() {
            let own = block.map { shares[$0] * coefficients[$0] - dot($0, rest) }
            for (row, c) in zip(block, own) { add(c, row, to: &rest) }
        }
        return rest
    }
}
