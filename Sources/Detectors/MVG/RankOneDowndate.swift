import COpenBLAS
import Network

/// The eigenvalues and eigenvectors of diag(d) − ρ z zᵀ: a scatter matrix along its own axes, from which one part is
/// taken. They are the roots of 1 = ρ Σ zᵢ² / (dᵢ − λ), each between two of d, which takes a hundredth of the time that a
/// new decomposition does (Golub 1973, Some modified matrix eigenvalue problems, section 5).
struct RankOneDowndate {
    /// Descending, none below zero.
    let values: [Double]
    /// (vₖ · z)² for each eigenvector.
    let squaredProducts: [Double]
    private let size: Int
    private let direction: [Double]
    /// Size × size: dᵢ − λₖ, one eigenvalue after another; empty where vectors were computed outright.
    private let differences: [Double]
    private let dense: [Double]

    /// - Parameters:
    ///   - diagonal: descending, none below zero.
    ///   - scale: ρ, positive.
    /// - Returns: `nil` where LAPACK does not converge, or a number is not finite.
    init?(_ diagonal: [Double], minus scale: Double, times vector: [Double]) {
        let size = diagonal.count
        self.size = size
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length.isFinite, diagonal.allSatisfy(\.isFinite) else { return nil }
        guard size > 2, length > 0 else {
            // LAPACK solves the smallest ones another way.
            var matrix = [Double](repeating: 0, count: size * size)
            for i in 0..<size {
                for j in 0..<size { matrix[i * size + j] = -scale * vector[i] * vector[j] }
                matrix[i * size + i] += diagonal[i]
            }
            guard let eigen = SymmetricEigen(matrix, size: size) else { return nil }
            values = eigen.values.map { max(0, $0) }
            squaredProducts = (0..<size).map { k in
                let product = (0..<size).reduce(0) { $0 + eigen.vectors[k * size + $1] * vector[$1] }
                return product * product
            }
            (direction, differences, dense) = (vector, [], eigen.vectors)
            return
        }
        // Roots are simple only where no two of d are equal and no z is zero: a change in the last digit sees to that.
        var poles = diagonal.map { -$0 }
        for i in 1..<size where poles[i] <= poles[i - 1] { poles[i] = poles[i - 1].nextUp }
        let unit = vector.map { value in
            let share = value / length
            return abs(share) < 1e-15 ? (share < 0 ? -1e-15 : 1e-15) : share
        }
        var n = Int32(size)
        var rho = scale * length * length
        var (roots, products) = ([Double](), [Double]())
        roots.reserveCapacity(size)
        products.reserveCapacity(size)
        var differences = [Double](repeating: 0, count: size * size)
        let solved = differences.withUnsafeMutableBufferPointer { differences in
            for k in 0..<size {
                let own = differences.baseAddress! + k * size
                var (index, info, root) = (Int32(k + 1), Int32(0), 0.0)
                dlaed4_(&n, &index, &poles, unit, own, &rho, &root, &info)
                guard info == 0 else { return false }
                roots.append(max(0, -root))
                var sum = 0.0
                // A root that no double tells from its pole.
                for i in 0..<size where own[i] == 0 { own[i] = 1e-150 }
                for i in 0..<size { sum += (unit[i] / own[i]) * (unit[i] / own[i]) }
                // v is z / (d − λ), made as long as one, and its product with z is what the equation says.
                products.append(length * length / (rho * rho * sum))
            }
            return true
        }
        guard solved else { return nil }
        values = roots
        squaredProducts = products
        self.differences = differences
        direction = unit
        dense = []
    }

    /// Some eigenvectors, one after another.
    func vectors(_ range: Range<Int>) -> [Double] {
        guard dense.isEmpty else { return Array(dense[(range.lowerBound * size)..<(range.upperBound * size)]) }
        var out = [Double](repeating: 0, count: range.count * size)
        for (row, k) in range.enumerated() {
            var sum = 0.0
            for i in 0..<size {
                let entry = direction[i] / differences[k * size + i]
                out[row * size + i] = entry
                sum += entry * entry
            }
            let length = sum.squareRoot()
            for i in 0..<size { out[row * size + i] /= length }
        }
        return out
    }
}
