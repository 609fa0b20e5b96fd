/// What a calibration part would have scored had it not been among the calibration parts.
///
/// Taking x out of n parts changes its Gaussian by a rank-one downdate, so the distance follows in closed form from the
/// one within the sample (Sherman & Morrison 1950). With q = d², and c = n / (n − 1)²:
///
///     d₋² = (n / (n − 1))² · (n − 2) / (n − 1) · q / (1 − c q)
///
/// Exact without regularisation; with it, ε counts (n − 1) / (n − 2) times, which is 1.03 at 40 parts.
package enum LeaveOneOut {
    /// - Parameter distance: of the part from the Gaussian that it helped to make.
    /// - Precondition: `count >= 3`.
    package static func distance(_ distance: Float, count: Int) -> Float {
        let n = Double(count)
        let q = Double(distance) * Double(distance)
        // q reaches (n − 1)² / n only without regularisation, where one part alone spans its own direction.
        let rest = max(1e-6, 1 - n / ((n - 1) * (n - 1)) * q)
        let squared = (n / (n - 1)) * (n / (n - 1)) * ((n - 2) / (n - 1)) * q / rest
        return Float(squared.squareRoot())
    }
}
