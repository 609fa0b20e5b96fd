/// Regularised covariances by their definitions, the slow way.
enum Definition {
    /// (1 − s) S + (s m + floor) I of some samples (Ledoit & Wolf 2004), S with their number as the divisor.
    static func ledoitWolf(_ x: [[Double]], floor: Double) -> [[Double]] {
        let (n, d) = (Double(x.count), x[0].count)
        let centred = centred(x)
        let s = scatter(centred).map { $0.map { $0 / n } }
        let m = (0..<d).reduce(0) { $0 + s[$1][$1] } / Double(d)
        let norm = s.joined().reduce(0) { $0 + $1 * $1 }
        // Σ ‖x xᵀ − S‖² / n², as the paper writes it.
        var b = 0.0
        for v in centred {
            for i in 0..<d { for j in 0..<d { b += (v[i] * v[j] - s[i][j]) * (v[i] * v[j] - s[i][j]) } }
        }
        b /= n * n
        let distance = norm - Double(d) * m * m
        let share = min(b, distance) / distance
        return (0..<d).map { i in
            (0..<d).map { j in (1 - share) * s[i][j] + (i == j ? share * m + floor : 0) }
        }
    }

    /// The leading directions of the covariance (divisor n − 1) and the mean of the other variances.
    static func lowRank(_ x: [[Double]], rank: Int, floor: Double) -> [[Double]] {
        let d = x[0].count
        let covariance = scatter(centred(x)).map { $0.map { $0 / Double(x.count - 1) } }
        let (values, vectors) = eigen(covariance)
        let order = values.indices.sorted { values[$0] > values[$1] }
        let (kept, others) = (order.prefix(rank), order.dropFirst(rank))
        let mean = others.reduce(0) { $0 + max(0, values[$1]) } / Double(others.count)
        let residual = max(mean, values[order[0]] / 32_768) + floor
        return (0..<d).map { i in
            (0..<d).map { j in
                kept.reduce(i == j ? residual : 0) {
                    $0 + max(0, values[$1] - residual) * vectors[$1][i] * vectors[$1][j]
                }
            }
        }
    }

    static func mean(_ x: [[Double]]) -> [Double] {
        x[0].indices.map { j in x.reduce(0) { $0 + $1[j] } / Double(x.count) }
    }

    private static func centred(_ x: [[Double]]) -> [[Double]] {
        let mean = mean(x)
        return x.map { zip($0, mean).map { $0 - $1 } }
    }

    private static func scatter(_ centred: [[Double]]) -> [[Double]] {
        let d = centred[0].count
        return (0..<d).map { i in (0..<d).map { j in centred.reduce(0) { $0 + $1[i] * $1[j] } } }
    }

    /// Jacobi's rotations: eigenvalues, and for each its unit vector.
    private static func eigen(_ matrix: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
        let d = matrix.count
        var a = matrix
        var v = (0..<d).map { i in (0..<d).map { $0 == i ? 1.0 : 0 } }
        for _ in 0..<60 {
            for p in 0..<d {
                for q in (p + 1)..<max(p + 1, d) where abs(a[p][q]) > 1e-300 {
                    let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
                    let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
                    let c = 1 / (t * t + 1).squareRoot()
                    let s = t * c
                    for k in 0..<d { (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]) }
                    for k in 0..<d { (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]) }
                    for k in 0..<d { (v[p][k], v[q][k]) = (c * v[p][k] - s * v[q][k], s * v[p][k] + c * v[q][k]) }
                }
            }
        }
        return ((0..<d).map { a[$0][$0] }, v)
    }
}

extension Fit {
    /// Position `p` of every part, or of all but one.
    func samples(at p: Int, leavingOut left: Int? = nil) -> [[Double]] {
        (0..<count).filter { $0 != left }.map { n in
            (0..<dimensions).map { Double(values[(n * positions + p) * dimensions + $0]) }
        }
    }
}
