import COpenBLAS

extension NeighbourWorkspace {
    /// A neighbour of less weight than this is left in when its part is left out: it moves a distance by less than that.
    private static let leastSample = 1e-6

    /// A query: a probe's patch that is held against this position's Gaussian.
    private struct Query {
        let probe: Int
        let offset: Int
        let position: Int
        let vector: UnsafePointer<Float>
    }

    /// Distances of probes from the Gaussian in `square` (as L⁻¹) and `mean`, each without its own part's samples. A
    /// part brings in a sample x_r with weight w_r from each neighbour r; with u_r = x_r − μ and W = Σ w, n = N W,
    /// leaving it out moves the mean by −ū / (N − 1), ū = Σ w u / W, and takes U M Uᵀ out of the scatter, M = diag(w) +
    /// w wᵀ / (W (N − 1)). With C the covariance, M̃ = M / (n − 1) and G = Uᵀ C⁻¹ U, Woodbury's identity gives for v = x −
    /// μ + ū / (N − 1)
    ///
    ///     d₋² = (n − W − 1) / (n − 1) · (vᵀ C⁻¹ v + hᵀ M̃ (I − G M̃)⁻¹ h),   h = Uᵀ C⁻¹ v
    ///
    /// For one neighbour it is `LeaveOneOut`. Exact for given weights and ε = 0; weights are not estimated again, and ε
    /// counts (n − 1) / (n − W − 1) times. Shrinkage has M̃ = (1 − s) M / n, and s is not estimated again.
    func leaveOut(x: Int, y: Int, _ estimate: Weights, _ ring: RowRing, _ views: RowRing?, into left: LeftOut) {
        guard let room = probing else { return }
        let side = Int32(d)
        let factor = room.factor.floats.baseAddress!
        for column in 0..<d {
            for row in column..<d { factor[column * d + row] = Float(square.doubles[column * d + row]) }
        }
        let active = fit.window.offsets.indices.filter { estimate.weights[$0] > Self.leastSample }
        let weights = active.map { estimate.weights[$0] }
        let parts = fit.rows.parts
        for first in stride(from: 0, to: parts, by: ProbeWorkspace.chunk) {
            let chunk = first..<min(parts, first + ProbeWorkspace.chunk)
            let queries = chunk.map { self.queries(of: $0, x: x, y: y, ring, views, left) }
            var next = room.columns.floats.baseAddress!
            for (part, own) in zip(chunk, queries) {
                for r in active {
                    let offset = fit.window.offsets[r]
                    guard let row = ring[y + offset.down] else { continue }
                    centre(row + (part * fit.rows.width + x + offset.right) * d, into: &next)
                }
                for query in own { centre(query.vector, into: &next) }
            }
            let start = room.columns.floats.baseAddress!
            cblas_strmm(
                CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, side, Int32((next - start) / d), 1,
                factor, side, start, side)
            var at = start
            for own in queries {
                distances(at, weights, estimate, own, room, left)
                at += (active.count + own.count) * d
            }
        }
    }

    private func centre(_ vector: UnsafePointer<Float>, into next: inout UnsafeMutablePointer<Float>) {
        for j in 0..<d { next[j] = Float(Double(vector[j]) - mean[j]) }
        next += d
    }

    /// The patches of a part, and of its views, that this position's Gaussian is asked about.
    private func queries(
        of part: Int, x: Int, y: Int, _ ring: RowRing, _ views: RowRing?, _ left: LeftOut
    ) -> [Query] {
        var queries: [Query] = []
        for (k, offset) in left.window.offsets.enumerated() {
            let (patchX, patchY) = (x - offset.right, y - offset.down)
            guard patchX >= 0, patchX < left.width, patchY >= 0, patchY < left.height else { continue }
            let position = patchY * left.width + patchX
            if let row = ring[patchY] {
                let vector = row + (part * left.width + patchX) * d
                queries.append(Query(probe: part, offset: k, position: position, vector: vector))
            }
            guard let row = views?[patchY] else { continue }
            for view in left.views[part] {
                let vector = row + (view * left.width + patchX) * d
                queries.append(
                    Query(probe: fit.rows.parts + view, offset: k, position: position, vector: vector))
            }
        }
        return queries
    }

    /// Distances of one part's queries.
    /// - Parameter white: its whitened samples, then its whitened queries, one after another.
    private func distances(
        _ white: UnsafeMutablePointer<Float>, _ weights: [Double], _ estimate: Weights, _ queries: [Query],
        _ room: ProbeWorkspace, _ left: LeftOut
    ) {
        guard !queries.isEmpty else { return }
        let (m, asks, side) = (weights.count, queries.count, Int32(d))
        let total = weights.reduce(0, +)
        let others = Double(fit.rows.parts - 1)
        // v = u + ū / (N − 1), whitened.
        let (asked, mean) = (white + m * d, room.mean.floats.baseAddress!)
        for j in 0..<d { mean[j] = 0 }
        for (r, weight) in weights.enumerated() {
            cblas_saxpy(side, Float(weight / total / others), white + r * d, 1, mean, 1)
        }
        for q in 0..<asks { cblas_saxpy(side, 1, mean, 1, asked + q * d, 1) }
        let (gram, products) = (room.gram.floats.baseAddress!, room.products.floats.baseAddress!)
        cblas_sgemm(
            CblasColMajor, CblasTrans, CblasNoTrans, Int32(m), Int32(m), side, 1, white, side, white, side, 0, gram,
            Int32(m))
        cblas_sgemm(
            CblasColMajor, CblasTrans, CblasNoTrans, Int32(m), Int32(asks), side, 1, white, side, asked, side, 0,
            products, Int32(m))
        // I − G M̃ beside every h, row by row.
        let (system, columns) = (room.system.doubles, m + asks)
        for r in 0..<m {
            let row = system + r * columns
            var sum = 0.0
            for s in 0..<m { sum += Double(gram[s * m + r]) * weights[s] }
            for s in 0..<m {
                let product = (Double(gram[s * m + r]) + sum / (total * others)) * weights[s] * estimate.factor
                row[s] = (r == s ? 1 : 0) - product
            }
            for q in 0..<asks { row[m + q] = Double(products[q * m + r]) }
        }
        let isSolved = Self.solve(system, rows: m, columns: columns)
        for (q, query) in queries.enumerated() {
            // hᵀ M̃ y
            var (own, first, second) = (0.0, 0.0, 0.0)
            for r in 0..<m {
                let (h, y) = (Double(products[q * m + r]), system[r * columns + m + q])
                own += weights[r] * h * y
                first += weights[r] * h
                second += weights[r] * y
            }
            let removed = (own + first * second / (total * others)) * estimate.factor
            let within = Double(cblas_sdot(side, asked + q * d, 1, asked + q * d, 1))
            // Where a part alone spans a direction, only ε is left of it without the part: too little to compute with.
            let squared = isSolved && removed >= 0 ? within + removed : .nan
            left.plane(query.offset, query.probe)[query.position] =
                squared.isNaN ? .nan : Float((max(0, squared * estimate.rest)).squareRoot())
        }
    }

    /// Gaussian elimination with pivots, in place: the first `rows` columns are the matrix, and each of the others
    /// becomes what it asks for.
    private static func solve(_ a: UnsafeMutablePointer<Double>, rows m: Int, columns n: Int) -> Bool {
        for i in 0..<m {
            var pivot = i
            for k in i..<m where abs(a[k * n + i]) > abs(a[pivot * n + i]) { pivot = k }
            guard abs(a[pivot * n + i]) > 1e-12 else { return false }
            if pivot != i { for j in i..<n { swap(&a[i * n + j], &a[pivot * n + j]) } }
            for k in (i + 1)..<max(i + 1, m) {
                let factor = a[k * n + i] / a[i * n + i]
                for j in i..<n { a[k * n + j] -= factor * a[i * n + j] }
            }
        }
        for i in (0..<m).reversed() {
            for j in m..<n {
                for k in (i + 1)..<max(i + 1, m) { a[i * n + j] -= a[i * n + k] * a[k * n + j] }
                a[i * n + j] /= a[i * n + i]
            }
        }
        return true
    }
}
