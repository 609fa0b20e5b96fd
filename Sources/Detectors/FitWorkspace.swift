import CKernels
import COpenBLAS

/// What one worker of a fit computes in. Belongs to one thread at a time.
final class FitWorkspace {
    /// For `fit_whitening`.
    let work: AlignedBytes
    /// A strip's triangles in single precision, where halves are kept: for the distances of the parts themselves.
    let exact: AlignedBytes
    /// For embeddings that are read back from a file.
    let room: AlignedBytes
    /// The directions of one position, where they are needed.
    let spectrum: PatchSpectrum?
    private let d: Int
    private let n: Int
    private let rank: Int
    private var centred: [Double] = []
    private var gram: [Double] = []
    private var eigenvalues: [Double] = []
    private var directions: [Double] = []
    private var lapack: [Double] = []
    private var integers: [Int32] = []
    private var single: [Float] = []

    /// - Parameters:
    ///   - room: floats of embeddings that are read back.
    ///   - exact: positions of `exact`.
    ///   - hasSpectrum: whether `spectrum` is needed.
    init(
        dimensions: Int, parts: Int, form: Whitening.Form, room: Int, exact: Int, hasSpectrum: Bool, level: Int32
    ) {
        (d, n) = (dimensions, parts)
        spectrum = hasSpectrum ? PatchSpectrum(parts: parts, dimensions: dimensions) : nil
        self.exact = AlignedBytes(count: exact * Whitening.packed(dimensions) * 4 + Factors.slack)
        self.room = AlignedBytes(count: room * 4)
        guard case .residual(let rank) = form, !hasSpectrum else {
            rank = 0
            work = AlignedBytes(count: form == .triangular ? Int(fit_work(Int32(dimensions), level)) * 8 : 0)
            return
        }
        self.rank = rank
        work = AlignedBytes(count: 0)
        centred = Array(repeating: 0, count: n * d)
        gram = Array(repeating: 0, count: n * n)
        eigenvalues = Array(repeating: 0, count: n)
        directions = Array(repeating: 0, count: rank * d)
        // What dsyevd asks for, with eigenvectors.
        lapack = Array(repeating: 0, count: 1 + 6 * n + 2 * n * n)
        integers = Array(repeating: 0, count: 3 + 5 * n)
        single = Array(repeating: 0, count: d)
    }

    /// The directions in which the parts vary at one position, largest first, from the eigenvectors of their small Gram
    /// matrix: A Aᵀ = U G Uᵀ for the centred parts A, so v = Aᵀu / ‖Aᵀu‖ and λ = g / (n − 1).
    /// - Parameters:
    ///   - parts: each part's embedding at the position.
    ///   - out: `rank × dimensions` values in `precision`.
    ///   - shares: `rank` values ε / (λ + ε).
    ///   - own: of each of the first parts: where its own distance goes.
    /// - Returns: whether the eigenvalues could be found.
    func directions(
        _ parts: [UnsafePointer<Float>], mean: UnsafePointer<Double>, epsilon: Double,
        precision: Recipe.StoredPrecision, into out: UnsafeMutableRawPointer, shares: UnsafeMutablePointer<Float>,
        own: [UnsafeMutablePointer<Float>]
    ) -> Bool {
        for (i, part) in parts.enumerated() {
            for j in 0..<d { centred[i * d + j] = Double(part[j]) - mean[j] }
        }
        let (width, count) = (Int32(d), Int32(n))
        cblas_dsyrk(
            CblasColMajor, CblasLower, CblasTrans, count, width, 1, centred, width, 0, &gram, count)
        var info = Int32(0)
        let order = [count]
        let (room, integerRoom) = ([Int32(lapack.count)], [Int32(integers.count)])
        dsyevd_(
            "V", "L", order, &gram, order, &eigenvalues, &lapack, room, &integers, integerRoom, &info, 1, 1)
        guard info == 0 else { return false }
        // Parts' own distances by U alone: δ · v = u √g, so d² = Σ u² g / (λ + ε), in double precision.
        for (i, distance) in own.enumerated() {
            var squared = 0.0
            for k in 0..<n {
                let g = max(0, eigenvalues[k])
                squared += gram[k * n + i] * gram[k * n + i] * g / (g / Double(n - 1) + epsilon)
            }
            distance.pointee = Float(squared.squareRoot())
        }
        // Eigenvalues ascend; the smallest is the one that centring made zero.
        let first = n - rank
        gram.withUnsafeBufferPointer { gram in
            cblas_dgemm(
                CblasColMajor, CblasNoTrans, CblasNoTrans, width, Int32(rank), count, 1, centred, width,
                gram.baseAddress! + first * n, count, 0, &directions, width)
        }
        for k in 0..<rank {
            let column = (rank - 1 - k) * d
            let variance = max(0, eigenvalues[n - 1 - k]) / Double(n - 1)
            var length = 0.0
            for j in 0..<d { length += directions[column + j] * directions[column + j] }
            length = length.squareRoot()
            // A direction that hardly varies is left in the residual, where it counts 1 / ε: as much, to a
            // ten-millionth.
            let counts = variance > 1e-7 * epsilon && length > 0
            shares[k] = counts ? Float(epsilon / (variance + epsilon)) : 0
            for j in 0..<d { single[j] = counts ? Float(directions[column + j] / length) : 0 }
            switch precision {
            case .f16:
                narrow_to_f16(single, Int64(d), (out + k * d * 2).assumingMemoryBound(to: UInt16.self))
            case .f32:
                (out + k * d * 4).assumingMemoryBound(to: Float.self).update(from: single, count: d)
            }
        }
        return true
    }
}
