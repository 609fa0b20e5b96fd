import COpenBLAS
import Network

/// The principal axes of parts about their mean. With fewer parts than channels they follow from the parts' products
/// with each other, and the directions in which no part departs are not among them.
struct Scatter {
    /// Parts, and the channels they are described by.
    let count: Int
    let channels: Int
    /// Sums of squares along each axis, descending: n − 1 times the variance.
    let sums: [Double]
    /// Axes × channels, unit vectors.
    let axes: [Double]

    /// An axis whose sum of squares is below this share of the largest is lost in rounding, where axes follow from the
    /// parts' products.
    private static let lost = 1e-11

    /// - Parameter centred: parts × channels, departures from the mean.
    /// - Returns: `nil` where a number is not finite.
    init?(centred: [Double], count: Int, channels: Int) {
        precondition(centred.count == count * channels && channels > 0)
        ComputeThreads.limitLinearAlgebra
        self.count = count
        self.channels = channels
        let isDual = count <= channels
        let size = isDual ? count : channels
        var products = [Double](repeating: 0, count: size * size)
        // Rows of `centred` are columns to Fortran.
        cblas_dsyrk(
            CblasColMajor, CblasUpper, isDual ? CblasTrans : CblasNoTrans, Int32(size),
            Int32(isDual ? channels : count),
            1, centred, Int32(channels), 0, &products, Int32(size))
        guard let eigen = SymmetricEigen(products, size: size) else { return nil }
        guard isDual else {
            sums = eigen.values.map { max(0, $0) }
            axes = eigen.vectors
            return
        }
        let largest = eigen.values[0]
        let kept = eigen.values.prefix { $0 > Self.lost * largest }.count
        sums = Array(eigen.values[..<kept])
        guard kept > 0 else {
            axes = []
            return
        }
        var axes = [Double](repeating: 0, count: kept * channels)
        cblas_dgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(kept), Int32(channels), Int32(count), 1, eigen.vectors,
            Int32(count), centred, Int32(channels), 0, &axes, Int32(channels))
        for k in 0..<kept {
            let length = sums[k].squareRoot()
            for c in 0..<channels { axes[k * channels + c] /= length }
        }
        self.axes = axes
    }

    /// Axes there are.
    var rank: Int { sums.count }

    /// Parts' places along the axes, parts × axes.
    func places(_ centred: [Double]) -> [Double] {
        let parts = centred.count / channels
        var out = [Double](repeating: 0, count: parts * rank)
        guard rank > 0 else { return out }
        cblas_dgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, Int32(parts), Int32(rank), Int32(channels), 1, centred,
            Int32(channels), axes, Int32(channels), 0, &out, Int32(rank))
        return out
    }
}

extension MVGOptions.Subspace {
    /// Which axes span it, from their sums of squares, descending. Axes that are numerical noise are left out of every
    /// subspace; shares are of the whole.
    func axes(_ sums: [Double]) -> Range<Int> {
        let total = sums.reduce(0, +)
        let largest = sums.first ?? 0
        let real = sums.prefix { $0 > MVGOptions.componentFloor * largest }.count
        func leading(_ share: Double) -> Int {
            var sum = 0.0
            for k in 0..<sums.count {
                sum += sums[k]
                if sum >= share * total { return min(k + 1, real) }
            }
            return real
        }
        return switch self {
        case .full: 0..<real
        case .pca(let share): 0..<leading(share)
        case .npca(let share): leading(1 - share)..<real
        }
    }
}
