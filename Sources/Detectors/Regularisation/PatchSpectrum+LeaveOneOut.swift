import COpenBLAS

/// Distances that the parts would have had from the Gaussian that is made without them, with everything estimated anew.
///
/// Taking part i out of n leaves the scatter matrix T − r δ δᵀ, r = n / (n − 1), and its distance from the mean of the
/// others is r δ, δ from the mean of all. In the directions of T, T is diagonal.
extension PatchSpectrum {
    /// - Returns: of each of the first `wanted` parts the distance, not squared.
    /// - Precondition: three parts or more.
    func leaveOneOut(_ regularisation: PatchRegularisation, wanted: Int) -> [Float] {
        let rest = LeftOutPart(parts: parts)
        switch regularisation {
        case .constant(let epsilon):
            return (0..<wanted).map { distance($0, factor: 1 / max(1, rest.n - 2), constant: epsilon, rest) }
        case .ledoitWolf(let floor): return shrunk(floor, wanted, rest)
        case .lowRank(let rank, let floor):
            let kept = PatchRegularisation.kept(rank, parts: parts - 1, dimensions: dimensions)
            return lowRank(kept, floor, wanted, rest)
        }
    }

    private struct LeftOutPart {
        let n: Double
        let r: Double

        init(parts: Int) {
            n = Double(parts)
            r = n / (n - 1)
        }
    }

    /// From the Gaussian a (T − r δ δᵀ) + b I, by Sherman and Morrison: r² q / (1 − a r q), q = δᵀ (a T + b I)⁻¹ δ.
    private func distance(_ part: Int, factor a: Double, constant b: Double, _ rest: LeftOutPart) -> Float {
        let at = part * count
        var q = 0.0
        for k in 0..<count {
            let c = coordinates[at + k]
            q += c * c / (a * scatter[k] + b)
        }
        let left = max(1e-12, 1 - a * rest.r * q)
        return Float((rest.r * rest.r * q / left).squareRoot())
    }

    /// What Ledoit and Wolf's estimate is made from follows for n − 1 parts from sums over n:
    ///
    ///     tr   = tr T − r |δ|²
    ///     ‖·‖² = ‖T‖² − 2 r δᵀTδ + r² |δ|⁴
    ///     Σⱼ |xⱼ − mean₋|⁴ = Σⱼ (|δⱼ|² + 2 h δⱼ·δ + h² |δ|²)², j ≠ i, h = 1 / (n − 1)
    private func shrunk(_ floor: Double, _ wanted: Int, _ rest: LeftOutPart) -> [Float] {
        let (m, r, n) = (count, rest.r, rest.n)
        let h = 1 / (n - 1)
        var lengths = [Double](repeating: 0, count: parts)
        // Σ |δ|² δ.
        var weighted = [Double](repeating: 0, count: m)
        for i in 0..<parts {
            for k in 0..<m { lengths[i] += coordinates[i * m + k] * coordinates[i * m + k] }
            for k in 0..<m { weighted[k] += lengths[i] * coordinates[i * m + k] }
        }
        let trace = scatter.reduce(0, +)
        let squares = scatter.reduce(0) { $0 + $1 * $1 }
        let fourth = lengths.reduce(0) { $0 + $1 * $1 }
        return (0..<wanted).map { i in
            let q = lengths[i]
            var (along, cross) = (0.0, 0.0)
            for k in 0..<m {
                let c = coordinates[i * m + k]
                along += scatter[k] * c * c
                cross += weighted[k] * c
            }
            let own = q * (1 + h) * (1 + h)
            let others =
                fourth + 4 * h * h * along + n * h * h * h * h * q * q + 4 * h * cross + 2 * h * h * q * trace
                - own * own
            let shrinkage = Shrinkage(
                samples: n - 1, dimensions: dimensions, trace: (trace - r * q) * h,
                squares: (squares - 2 * r * along + r * r * q * q) * h * h, fourth: others * h)
            return distance(i, factor: (1 - shrinkage.share) * h, constant: shrinkage.constant + floor, rest)
        }
    }

    /// The leading eigenvalues μ of T − r δ δᵀ are roots of the secular equation 1 = r Σ c² / (τ − μ), and their
    /// eigenvectors are proportional to c / (τ − μ) (Golub 1973), so each takes time in proportion to the directions.
    private func lowRank(_ rank: Int, _ floor: Double, _ wanted: Int, _ rest: LeftOutPart) -> [Float] {
        var update = SecularUpdate(scatter: scatter)
        let total = scatter.reduce(0, +)
        let divisor = max(1, rest.n - 2)
        return (0..<wanted).map { i in
            let own = coordinates[(i * count)..<((i + 1) * count)]
            let length = own.reduce(0) { $0 + $1 * $1 }
            guard length > 0 else { return 0 }
            let leading = update.leading(min(rank, count), own, length: length, weight: rest.r)
            let variances = leading.map { max(0, $0.value) / divisor }
            let residual = PatchRegularisation.residual(
                leading: variances, total: (total - rest.r * length) / divisor, dimensions: dimensions, floor: floor)
            var (inside, sum) = (0.0, 0.0)
            for (variance, direction) in zip(variances, leading) {
                inside += direction.squaredShare
                sum += direction.squaredShare / max(variance, residual)
            }
            let squared = (sum + max(0, length - inside) / residual) * rest.r * rest.r
            return Float(squared.squareRoot())
        }
    }
}

/// Eigenvalues of diag(τ) − r c cᵀ, from the largest.
private struct SecularUpdate {
    /// −τ, ascending and distinct.
    private var poles: [Double]
    private var unit: [Double]
    private var differences: [Double]

    /// Equal eigenvalues, and directions along which a part does not lie at all, would take special cases; they are
    /// moved by less than is known of them.
    private static let apart = 1e-12

    init(scatter: [Double]) {
        poles = scatter.map { -$0 }
        let step = Self.apart * max(scatter.first ?? 0, .leastNormalMagnitude)
        for k in poles.indices.dropFirst() { poles[k] = max(poles[k], poles[k - 1] + step) }
        unit = Array(repeating: 0, count: scatter.count)
        differences = unit
    }

    /// - Returns: for each of the first `count` eigenvalues, descending, also (u · c)² of its unit eigenvector u.
    mutating func leading(
        _ count: Int, _ c: ArraySlice<Double>, length: Double, weight: Double
    ) -> [(value: Double, squaredShare: Double)] {
        let root = length.squareRoot()
        var norm = 0.0
        for (k, value) in c.enumerated() {
            let share = value / root
            unit[k] = abs(share) < Self.apart ? Self.apart : share
            norm += unit[k] * unit[k]
        }
        norm = norm.squareRoot()
        for k in unit.indices { unit[k] /= norm }
        let (size, rho) = ([Int32(poles.count)], [weight * length])
        var found: [(value: Double, squaredShare: Double)] = []
        for index in 1...max(1, count) {
            var (lambda, info) = (0.0, Int32(0))
            dlaed4_(size, [Int32(index)], poles, unit, &differences, rho, &lambda, &info)
            // Of two, LAPACK leaves the eigenvector here in place of what is left of the poles.
            if unit.count == 2 { for k in 0..<2 { differences[k] = poles[k] - lambda } }
            var (dot, squares) = (0.0, 0.0)
            for k in unit.indices {
                let component = unit[k] / differences[k]
                dot += component * unit[k]
                squares += component * component
            }
            let share = dot * dot / squares
            found.append((-lambda, share.isFinite ? share * length : 0))
        }
        return found
    }
}
