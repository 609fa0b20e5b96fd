import CKernels
import COpenBLAS
import Dispatch
import Network

/// From the embeddings of all parts to the factors of every position, strip by strip of positions: a strip's
/// covariances live only while they are factored, so the memory that a fit takes does not grow with the square of the
/// dimensions. Factors leave in order of position as soon as they are made, for a file or for memory. While a strip's
/// embeddings and factors are at hand, the distances of the parts themselves are taken.
package struct GaussianFit {
    let kept: KeptEmbeddings
    /// `positions × dimensions`.
    let mean: [Double]
    let positions: Int
    let dimensions: Int
    let regularisation: PatchRegularisation
    let precision: Recipe.StoredPrecision
    let form: Whitening.Form

    /// - Parameter form: directions for `lowRank`, as many as `PatchRegularisation.kept` says; the triangle for
    ///   `ledoitWolf`.
    package init(
        kept: KeptEmbeddings, mean: [Double], positions: Int, dimensions: Int, regularisation: PatchRegularisation,
        precision: Recipe.StoredPrecision, form: Whitening.Form
    ) {
        self.kept = kept
        self.mean = mean
        self.positions = positions
        self.dimensions = dimensions
        self.regularisation = regularisation
        self.precision = precision
        self.form = form
    }

    package init(
        kept: KeptEmbeddings, mean: [Double], positions: Int, dimensions: Int, epsilon: Double,
        precision: Recipe.StoredPrecision, form: Whitening.Form
    ) {
        self.init(
            kept: kept, mean: mean, positions: positions, dimensions: dimensions, regularisation: .constant(epsilon),
            precision: precision, form: form)
    }

    package struct Outcome {
        package let scale: [Float]
        package let weights: [Float]
        /// Of the first part: the distance of every position from what is kept.
        package let first: [Float]
        /// Of each of the parts that were wanted: the distance of every position, before factors were rounded to what is
        /// kept. Leaving a part out divides by the little that its distance lacks of the largest possible, and halves
        /// would leave nothing right of that.
        package let distances: [[Float]]
        /// Whether `distances` are already those from what the other parts alone would have given: where the
        /// regularisation is estimated at each position, it is estimated anew for each part left out.
        package let areLeftOut: Bool

        /// What part `i` would have been away, had it been left out.
        package func leftOut(_ i: Int) -> [Float] {
            let count = distances.count
            return areLeftOut ? distances[i] : distances[i].map { LeaveOneOut.distance($0, count: count) }
        }
    }

    /// Whether the parts' own distances are taken without them.
    private var leavesOut: Bool { if case .constant = regularisation { false } else { true } }

    /// Positions of a strip: whole vectors' worth, and about a megabyte of factors.
    static func stripPositions(stride: Int) -> Int { max(8, min(64, (1 << 20) / max(1, stride) / 8 * 8)) }
    /// Strips whose factors leave together, while the next ones are made.
    static let stripsInFlight = 8

    /// - Parameters:
    ///   - scored: how many of the parts' own distances are wanted, from the first.
    ///   - level: the instruction set, for tests.
    ///   - sink: takes the factors of all positions, in order; one call at a time, from any thread.
    /// - Throws: `DetectorError.singular`, `DiskError`, `CancellationError`, and what `sink` throws.
    package func run(
        scored: Int, workers: Int = ComputeThreads.workers, level: Int32 = Whitening.bestLevel,
        progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false },
        sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Outcome {
        ComputeThreads.limitLinearAlgebra
        let stride = Whitening.stride(dimensions: dimensions, precision: precision, form: form)
        let strip = Self.stripPositions(stride: stride)
        // One is filled while the other leaves.
        let buffers = (0..<2).map { _ in
            AlignedBytes(count: strip * Self.stripsInFlight * stride + Factors.slack)
        }
        let room = kept.stripRoom(strip * dimensions)
        let crew = Crew(
            (0..<workers).map { _ in
                FitWorkspace(
                    dimensions: dimensions, parts: kept.count, form: form, room: room,
                    exact: needsExact(scored) ? strip : 0,
                    hasSpectrum: needsSpectrum || leavesOut && scored > 0, level: level)
            })
        // Each strip has a part of these to itself.
        let shared = Shared(positions: positions, dimensions: dimensions, rank: rank, scored: scored)
        for (i, value) in mean.enumerated() { shared.mean.floats[i] = Float(value) }
        var waiting: UnsafeRawBufferPointer?
        func leave() throws {
            if let waiting { try sink(waiting) }
        }
        var wave = 0
        for start in Swift.stride(from: 0, to: positions, by: strip * Self.stripsInFlight) {
            if isCancelled() { throw CancellationError() }
            let end = min(positions, start + strip * Self.stripsInFlight)
            let buffer = buffers[wave % 2]
            let outcomes = withoutActuallyEscaping(leave) { leave in
                // Only the first item calls `leave`, and this fit is only read.
                nonisolated(unsafe) let (fit, leave) = (self, leave)
                return crew.map(1 + (end - start + strip - 1) / strip) { workspace, item in
                    guard item > 0 else { return try leave() }
                    let first = start + (item - 1) * strip
                    try fit.factor(
                        first..<min(end, first + strip), workspace,
                        into: UnsafeMutableRawBufferPointer(rebasing: buffer.mutable[((first - start) * stride)...]),
                        shared, level: level)
                }
            }
            for outcome in outcomes { try outcome.get() }
            waiting = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<((end - start) * stride)])
            wave += 1
            progress(Double(end) / Double(positions))
        }
        try withExtendedLifetime(buffers, leave)
        return shared.outcome(areLeftOut: leavesOut)
    }

    /// What strips read and fill.
    private struct Shared {
        let positions: Int
        let rank: Int
        let scored: Int
        let mean: AlignedBytes
        let scale: AlignedBytes
        let weights: AlignedBytes
        let first: AlignedBytes
        let distances: AlignedBytes

        init(positions: Int, dimensions: Int, rank: Int, scored: Int) {
            self.positions = positions
            self.rank = rank
            self.scored = scored
            mean = AlignedBytes(count: positions * dimensions * 4)
            scale = AlignedBytes(count: positions * 4)
            weights = AlignedBytes(count: positions * rank * 4)
            first = AlignedBytes(count: positions * 4)
            distances = AlignedBytes(count: scored * positions * 4)
        }

        func outcome(areLeftOut: Bool) -> Outcome {
            Outcome(
                scale: Array(scale.floats[..<positions]), weights: Array(weights.floats[..<(positions * rank)]),
                first: Array(first.floats[..<positions]),
                distances: (0..<scored).map { Array(distances.floats[($0 * positions)..<(($0 + 1) * positions)]) },
                areLeftOut: areLeftOut)
        }
    }

    private var rank: Int { if case .residual(let rank) = form { rank } else { 0 } }

    /// One strip.
    private func factor(
        _ range: Range<Int>, _ workspace: FitWorkspace, into target: UnsafeMutableRawBufferPointer, _ shared: Shared,
        level: Int32
    ) throws {
        let d = dimensions
        let parts = try kept.strip(range.lowerBound * d..<range.upperBound * d, room: workspace.room.floats)
        let scale = shared.scale.floats.baseAddress! + range.lowerBound
        let weights = shared.weights.floats.baseAddress! + range.lowerBound * rank
        let own = (0..<shared.scored).map { shared.distances.floats.baseAddress! + $0 * positions + range.lowerBound }
        let isExact = needsExact(shared.scored)
        switch (form, regularisation) {
        case (.triangular, _):
            try triangles(range, parts, workspace, into: target, scale: scale, isExact: isExact, level: level)
        case (.residual, .lowRank(_, let floor)):
            try leadingDirections(
                range, parts, workspace, floor: floor, into: target, scale: scale, weights: weights, own: own)
        case (.residual, _):
            try directions(range, parts, workspace, into: target, scale: scale, weights: weights, own: own)
        }
        let mean = shared.mean.floats.baseAddress! + range.lowerBound * d
        Whitening.distances(
            UnsafeRawBufferPointer(target), form, precision, dimensions: d, count: range.count, scale: scale,
            weights: weights, mean: mean, parts: [parts[0]],
            into: [shared.first.floats.baseAddress! + range.lowerBound], level: level)
        guard case .triangular = form, !own.isEmpty else { return }
        if leavesOut { return try leaveOut(range, parts, workspace, own: own) }
        let ones = [Float](repeating: 1, count: range.count)
        Whitening.distances(
            isExact ? workspace.exact.bytes : UnsafeRawBufferPointer(target), form, .f32, dimensions: d,
            count: range.count, scale: ones, weights: nil, mean: mean, parts: Array(parts.prefix(own.count)), into: own,
            level: level)
    }

    /// Whether the parts' own distances need factors that are not kept.
    private func needsExact(_ scored: Int) -> Bool {
        scored > 0 && precision == .f16 && form == .triangular && !leavesOut
    }

    /// Whether factors are made from directions of the largest variance.
    private var needsSpectrum: Bool { if case .lowRank = regularisation { true } else { false } }

    /// The triangular factors of a strip, several positions at once.
    private func triangles(
        _ range: Range<Int>, _ parts: [UnsafePointer<Float>], _ workspace: FitWorkspace,
        into target: UnsafeMutableRawBufferPointer, scale: UnsafeMutablePointer<Float>, isExact: Bool, level: Int32
    ) throws(DetectorError) {
        let d = dimensions
        let exact = isExact ? workspace.exact.floats.baseAddress : nil
        let lanes = Int(fit_lanes(level))
        let stride = Whitening.stride(dimensions: d, precision: precision, form: form)
        let work = workspace.work.mutable.bindMemory(to: Double.self).baseAddress
        for at in Swift.stride(from: 0, to: range.count, by: lanes) {
            let p = range.lowerBound + at
            let valid = min(lanes, range.count - at)
            let own: [UnsafePointer<Float>?] = parts.map { $0 + at * d }
            let (fit, constant) =
                switch regularisation {
                case .constant(let epsilon): (fit_whitening, epsilon)
                case .ledoitWolf(let floor), .lowRank(_, let floor): (fit_whitening_shrunk, floor)
                }
            let failed = mean.withUnsafeBufferPointer {
                fit(
                    own, Int32(parts.count), Int32(d), Int32(valid), $0.baseAddress! + p * d, constant,
                    precision == .f16 ? 1 : 0, work, target.baseAddress! + at * stride, scale + at,
                    exact.map { $0 + at * Whitening.packed(d) }, level)
            }
            if failed != 0 { throw Self.singular(p + failed.trailingZeroBitCount) }
        }
    }

    /// The directions of a strip, position by position.
    private func directions(
        _ range: Range<Int>, _ parts: [UnsafePointer<Float>], _ workspace: FitWorkspace,
        into target: UnsafeMutableRawBufferPointer, scale: UnsafeMutablePointer<Float>,
        weights: UnsafeMutablePointer<Float>, own: [UnsafeMutablePointer<Float>]
    ) throws(DetectorError) {
        guard case .constant(let epsilon) = regularisation else { preconditionFailure("directions take a constant") }
        let (d, rank) = (dimensions, rank)
        let stride = Whitening.stride(dimensions: d, precision: precision, form: form)
        for at in 0..<range.count {
            let p = range.lowerBound + at
            scale[at] = Float(1 / epsilon.squareRoot())
            let solved = mean.withUnsafeBufferPointer {
                workspace.directions(
                    parts.map { $0 + at * d }, mean: $0.baseAddress! + p * d, epsilon: epsilon, precision: precision,
                    into: target.baseAddress! + at * stride, shares: weights + at * rank, own: own.map { $0 + at })
            }
            guard solved else { throw Self.singular(p) }
        }
    }

    static func singular(_ position: Int) -> DetectorError {
        DetectorError(
            .singular, "patch \(position)",
            "its covariance cannot be factored; use more good parts or a larger --epsilon")
    }
}
