import COpenBLAS

/// The directions in which parts vary at one position, largest first, and where each part lies along them. Holds the
/// position that was decomposed last; belongs to one thread at a time.
final class PatchSpectrum {
    let parts: Int
    let dimensions: Int
    /// Directions: as many as parts or dimensions, whichever are fewer.
    let count: Int
    /// Σ (δ · v)² of each direction v, descending: eigenvalues of the scatter matrix.
    private(set) var scatter: [Double]
    /// `parts × count`: each part's δ · v.
    private(set) var coordinates: [Double]
    private var centred: [Double]
    private var matrix: [Double]
    private var ascending: [Double]
    private let solver: SymmetricSolver

    init(parts: Int, dimensions: Int) {
        (self.parts, self.dimensions) = (parts, dimensions)
        count = min(parts, dimensions)
        scatter = Array(repeating: 0, count: count)
        coordinates = Array(repeating: 0, count: parts * count)
        centred = Array(repeating: 0, count: parts * dimensions)
        matrix = Array(repeating: 0, count: count * count)
        ascending = Array(repeating: 0, count: count)
        solver = SymmetricSolver(size: count)
    }

    /// Whether it is solved by the parts' Gram matrix A Aᵀ = U G Uᵀ, which is the smaller one, rather than by the scatter
    /// matrix AᵀA = V G Vᵀ.
    private var isDual: Bool { parts < dimensions }

    /// - Parameters:
    ///   - embeddings: each part's at the position.
    ///   - mean: of them.
    /// - Returns: whether eigenvalues could be found.
    func decompose(_ embeddings: [UnsafePointer<Float>], mean: UnsafePointer<Double>) -> Bool {
        precondition(embeddings.count == parts)
        let (d, n, side) = (Int32(dimensions), Int32(parts), Int32(count))
        for (i, embedding) in embeddings.enumerated() {
            for j in 0..<dimensions { centred[i * dimensions + j] = Double(embedding[j]) - mean[j] }
        }
        cblas_dsyrk(
            CblasColMajor, CblasLower, isDual ? CblasTrans : CblasNoTrans, side, isDual ? d : n, 1, centred, d, 0,
            &matrix, side)
        guard solver.solve(&matrix, &ascending) else { return false }
        for k in 0..<count { scatter[k] = max(0, ascending[count - 1 - k]) }
        if isDual {
            // δ · v = u √g.
            for k in 0..<count {
                let (column, root) = ((count - 1 - k) * count, scatter[k].squareRoot())
                for i in 0..<parts { coordinates[i * count + k] = matrix[column + i] * root }
            }
        } else {
            // Vᵀ Aᵀ, with directions still ascending.
            cblas_dgemm(
                CblasColMajor, CblasTrans, CblasNoTrans, side, n, d, 1, matrix, side, centred, d, 0, &coordinates, side)
            for i in 0..<parts { coordinates[(i * count)..<((i + 1) * count)].reverse() }
        }
        return true
    }

    /// The unit vector of direction `k`; zeros where the parts do not vary along it.
    func direction(_ k: Int, into out: inout [Double]) {
        let column = (count - 1 - k) * count
        guard isDual else {
            for j in 0..<dimensions { out[j] = matrix[column + j] }
            return
        }
        for j in 0..<dimensions { out[j] = 0 }
        for i in 0..<parts {
            let weight = matrix[column + i]
            for j in 0..<dimensions { out[j] += weight * centred[i * dimensions + j] }
        }
        let length = out.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for j in 0..<dimensions { out[j] = length > 0 ? out[j] / length : 0 }
    }
}
