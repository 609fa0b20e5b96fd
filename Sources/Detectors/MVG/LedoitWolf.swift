/// How far a sample covariance is shrunk towards a multiple of the identity (Ledoit & Wolf 2004, A well-conditioned
/// estimator for large-dimensional covariance matrices, section 3.2), with S of divisor n:
///
///     m = tr S / p,   δ² = ‖S‖² − p m²,   β² = min((Σ ‖xᵢ‖⁴ / n − ‖S‖²) / n, δ²),   C = (1 − s) S + s m I,  s = β² / δ²
package struct LedoitWolf: Equatable {
    /// s, in 0…1.
    package let shrinkage: Double
    /// m: the mean variance.
    package let scale: Double

    /// - Parameters:
    ///   - sum: of squares of all departures, n tr S.
    ///   - squares: n² ‖S‖², the squared Frobenius norm of the scatter matrix.
    ///   - fourth: Σ ‖xᵢ‖⁴.
    package init(count: Int, channels: Int, sum: Double, squares: Double, fourth: Double) {
        let (n, p) = (Double(count), Double(channels))
        scale = sum / (n * p)
        let norm = squares / (n * n)
        let distance = norm - p * scale * scale
        let error = (fourth / n - norm) / n
        // A covariance that is a multiple of the identity already has nothing to be shrunk to.
        shrinkage = distance > 0 ? max(0, min(error, distance) / distance) : 1
    }
}
