import CKernels
import COpenBLAS
import Dispatch
import Network

/// From the embeddings of all parts to the factors of every position, strip by strip of positions: a strip's covariances
/// live only while they are factored, so the memory that a fit takes does not grow with the square of the dimensions.
/// Factors leave in order of position as soon as they are made, for a file or for memory. While a strip's embeddings and
/// factors are at hand, the distances of the parts themselves are taken.
package struct GaussianFit {
    let kept: KeptEmbeddings
    /// `positions × dimensions`.
    let mean: [Double]
    let positions: Int
    let dimensions: Int
    let epsilon: Double
    let precision: Recipe.StoredPrecision
    let form: Whitening.Form

    package init(
        kept: KeptEmbeddings, mean: [Double], positions: Int, dimensions: Int, epsilon: Double,
        precision: Recipe.StoredPrecision, form: Whitening.Form
    ) {
        self.kept = kept
        self.mean = mean
        self.positions = positions
        self.dimensions = dimensions
        self.epsilon = epsilon
        self.precision = precision
        self.form = form
    }

    package struct Outcome {
        package let scale: [Float]
        package let weights: [Float]
        /// Of each of the first parts: the distance of every position.
        package let distances: [[Float]]
    }

    /// Positions of a strip: whole vectors' worth, and about a megabyte of factors.
    static func stripPositions(stride: Int) -> Int { max(8, min(64, (1 << 20) / max(1, stride) / 8 * 8)) }
    /// Strips whose factors are held before they leave.
    static let stripsInFlight = 8

    /// - Parameters:
    ///   - scored: how many of the parts' own distances are wanted, from the first.
    ///   - level: the instruction set, for tests.
    ///   - sink: takes the factors of all positions, in order.
    /// - Throws: `DetectorError.singular`, `DiskError`, `CancellationError`, and what `sink` throws.
    package func run(
        scored: Int, workers: Int = ComputeThreads.workers, level: Int32 = Whitening.bestLevel,
        progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false },
        sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Outcome {
        ComputeThreads.limitLinearAlgebra
        let stride = Whitening.stride(dimensions: dimensions, precision: precision, form: form)
        let strip = Self.stripPositions(stride: stride)
        let buffer = AlignedBytes(count: strip * Self.stripsInFlight * stride + Factors.slack)
        let room = kept.stripRoom(strip * dimensions)
        let crew = Crew(
            (0..<workers).map { _ in
                FitWorkspace(dimensions: dimensions, parts: kept.count, form: form, room: room, level: level)
            })
        let single = mean.map(Float.init)
        var scale = [Float](repeating: 1, count: positions)
        var weights = [Float](repeating: 0, count: rank * positions)
        let distances = AlignedBytes(count: scored * positions * 4)
        for start in Swift.stride(from: 0, to: positions, by: strip * Self.stripsInFlight) {
            if isCancelled() { throw CancellationError() }
            let end = min(positions, start + strip * Self.stripsInFlight)
            let failures = scale.withUnsafeMutableBufferPointer { scale in
                weights.withUnsafeMutableBufferPointer { weights in
                    single.withUnsafeBufferPointer { single in
                        // Each strip writes where no other does, and whatever is read was finished before.
                        nonisolated(unsafe) let (fit, scale, weights, single) = (self, scale, weights, single)
                        return crew.map((end - start + strip - 1) / strip) { workspace, k in
                            let range = start + k * strip..<min(end, start + (k + 1) * strip)
                            let target = UnsafeMutableRawBufferPointer(
                                rebasing: buffer.mutable[(k * strip * stride)...])
                            try fit.factor(
                                range, workspace, mean: single.baseAddress!, into: target, scale: scale,
                                weights: weights, scored: scored, distances: distances, level: level)
                        }
                    }
                }
            }
            for failure in failures { try failure.get() }
            try withExtendedLifetime(buffer) {
                try sink(UnsafeRawBufferPointer(rebasing: buffer.bytes[..<((end - start) * stride)]))
            }
            progress(Double(end) / Double(positions))
        }
        return withExtendedLifetime(distances) {
            Outcome(
                scale: scale, weights: weights,
                distances: (0..<scored).map { Array(distances.floats[($0 * positions)..<(($0 + 1) * positions)]) })
        }
    }

    private var rank: Int { if case .residual(let rank) = form { rank } else { 0 } }

    /// One strip.
    private func factor(
        _ range: Range<Int>, _ workspace: FitWorkspace, mean single: UnsafePointer<Float>,
        into target: UnsafeMutableRawBufferPointer, scale: UnsafeMutableBufferPointer<Float>,
        weights: UnsafeMutableBufferPointer<Float>, scored: Int, distances: AlignedBytes, level: Int32
    ) throws {
        let d = dimensions
        let parts = try kept.strip(range.lowerBound * d..<range.upperBound * d, room: workspace.room.floats)
        switch form {
        case .triangular:
            try triangles(range, parts, workspace, into: target, scale: scale, level: level)
        case .residual(let rank):
            try mean.withUnsafeBufferPointer { mean in
                for p in range {
                    let at = (p - range.lowerBound) * d
                    scale[p] = Float(1 / epsilon.squareRoot())
                    try workspace.directions(
                        parts.map { $0 + at }, mean: mean.baseAddress! + p * d, epsilon: epsilon, precision: precision,
                        into: target.baseAddress! + (p - range.lowerBound) * rank * d * (precision == .f16 ? 2 : 4),
                        shares: weights.baseAddress! + p * rank, position: p)
                }
            }
        }
        guard scored > 0 else { return }
        Whitening.distances(
            UnsafeRawBufferPointer(target), form, precision, dimensions: d, count: range.count,
            scale: scale.baseAddress! + range.lowerBound,
            weights: weights.baseAddress.map { UnsafePointer($0 + range.lowerBound * rank) },
            mean: single + range.lowerBound * d, parts: Array(parts.prefix(scored)),
            into: (0..<scored).map { distances.floats.baseAddress! + $0 * positions + range.lowerBound }, level: level)
    }

    /// The triangular factors of a strip, several positions at once.
    private func triangles(
        _ range: Range<Int>, _ parts: [UnsafePointer<Float>], _ workspace: FitWorkspace,
        into target: UnsafeMutableRawBufferPointer, scale: UnsafeMutableBufferPointer<Float>, level: Int32
    ) throws(DetectorError) {
        let d = dimensions
        let lanes = Int(fit_lanes(level))
        let stride = Whitening.stride(dimensions: d, precision: precision, form: .triangular)
        let work = workspace.work.mutable.bindMemory(to: Double.self).baseAddress
        for p in Swift.stride(from: range.lowerBound, to: range.upperBound, by: lanes) {
            let valid = min(lanes, range.upperBound - p)
            let at = p - range.lowerBound
            let own: [UnsafePointer<Float>?] = parts.map { $0 + at * d }
            let failed = mean.withUnsafeBufferPointer {
                fit_whitening(
                    own, Int32(parts.count), Int32(d), Int32(valid), $0.baseAddress! + p * d, epsilon,
                    precision == .f16 ? 1 : 0, work, target.baseAddress! + at * stride, scale.baseAddress! + p, level)
            }
            if failed != 0 { throw Self.singular(p + failed.trailingZeroBitCount) }
        }
    }

    static func singular(_ position: Int) -> DetectorError {
        DetectorError(
            .singular, "patch \(position)",
            "its covariance cannot be factored; use more good parts or a larger --epsilon")
    }
}
