import COpenBLAS
import Network

/// Eigenvalues and eigenvectors of a symmetric matrix.
struct SymmetricEigen {
    /// Descending.
    let values: [Double]
    /// Size × size, one unit vector after another, in the order of the values.
    let vectors: [Double]

    /// - Parameter matrix: size × size; only one triangle is read.
    /// - Returns: `nil` where LAPACK does not converge, or a number is not finite.
    init?(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size)
        ComputeThreads.limitLinearAlgebra
        guard size > 0, matrix.allSatisfy(\.isFinite) else { return nil }
        var a = matrix
        var ascending = [Double](repeating: 0, count: size)
        var n = Int32(size)
        var (info, workLength, integerLength): (Int32, Int32, Int32) = (0, -1, -1)
        var (bestWork, bestInteger) = (0.0, Int32(0))
        dsyevd_("V", "U", &n, &a, &n, &ascending, &bestWork, &workLength, &bestInteger, &integerLength, &info, 1, 1)
        guard info == 0 else { return nil }
        (workLength, integerLength) = (Int32(bestWork), bestInteger)
        var work = [Double](repeating: 0, count: Int(workLength))
        var integers = [Int32](repeating: 0, count: Int(integerLength))
        dsyevd_("V", "U", &n, &a, &n, &ascending, &work, &workLength, &integers, &integerLength, &info, 1, 1)
        guard info == 0 else { return nil }
        values = ascending.reversed()
        vectors = [Double](unsafeUninitializedCapacity: size * size) { out, initialised in
            for k in 0..<size { for j in 0..<size { out[k * size + j] = a[(size - 1 - k) * size + j] } }
            initialised = size * size
        }
    }
}
