import Disk
import Dispatch
import Foundation
import Network
import Raster
import SystemPackage

/// Learns a PaDiM from good parts. The network runs once over each; their embeddings are kept, in memory up to a budget
/// and beyond it on the disk, until the fit ends.
public final class PaDiMFit: DetectorFit {
    /// Parts that are learnt between two looks at the clock or the keyboard.
    public static let batchSize = 32

    public let recipe: Recipe
    package let embedding: PatchEmbedding
    package let moments: ChannelMoments
    private let kept: KeptEmbeddings
    private let crew: Crew<ForwardPass>

    /// - Parameter scratch: where embeddings go that memory does not hold.
    /// - Throws: `DetectorError.invalidRecipe`, `NetworkError`.
    public init(
        recipe: Recipe, backbone: Backbone, scratch: FilePath = FilePath(NSTemporaryDirectory()),
        workers: Int = ComputeThreads.workers
    ) throws {
        self.recipe = recipe
        embedding = try PatchEmbedding(taps: backbone.taps, channels: recipe.channels)
        let (positions, dimensions) = (embedding.positions, embedding.dimensions)
        // Fewer parts make no fit; what more of them need is on the disk once the budget is used up.
        try MemoryForecast(positions: positions, dimensions: dimensions, parts: 2, precision: recipe.precision)
            .require()
        moments = ChannelMoments(positions: positions, dimensions: dimensions)
        kept = KeptEmbeddings(
            length: positions * dimensions, budget: KeptEmbeddings.budget(available: AvailableMemory.bytes),
            folder: scratch)
        crew = Crew(try (0..<workers).map { _ in try ForwardPass(backbone) })
    }

    /// Parts learnt so far.
    public var count: Int { moments.count }

    /// Learns pictures of the network's size. `image(i)` is called from several threads, each `i` once; it may read and
    /// decode. Where it throws, the part is left out and the error returned beside its index.
    /// - Throws: `DiskError` where embeddings cannot be kept.
    public func learn(_ batch: Int, image: @Sendable (Int) throws -> Image) throws -> [(index: Int, error: any Error)] {
        let length = embedding.positions * embedding.dimensions
        let embedding = embedding
        let outcomes = crew.map(batch) { pass, i in
            try pass.run(image(i))
            let part = AlignedBytes(count: length * 4)
            embedding.gather(from: pass, into: part.floats)
            return part
        }
        var failed: [(index: Int, error: any Error)] = []
        var learnt: [AlignedBytes] = []
        for (i, outcome) in outcomes.enumerated() {
            switch outcome {
            case .success(let part): learnt.append(part)
            case .failure(let error): failed.append((i, error))
            }
        }
        moments.add(learnt.map { UnsafePointer($0.floats.baseAddress!) })
        for part in learnt { try kept.add(part) }
        return failed
    }

    /// Ends the fit in memory.
    /// - Throws: `DetectorError.tooFewParts`, `.singular`.
    public func finish() throws -> PaDiM {
        try fitted(leaveOneOut: false, progress: { _ in }, isCancelled: { false }).padim
    }

    /// The same, with the parts' own scores.
    public func finish(
        leaveOneOut: Bool, progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws -> Fitted {
        let (padim, scores) = try fitted(leaveOneOut: leaveOneOut, progress: progress, isCancelled: isCancelled)
        return Fitted(detector: padim, leaveOneOutScores: scores.left, firstScore: scores.first)
    }

    private func fitted(
        leaveOneOut: Bool, progress: (Double) -> Void, isCancelled: () -> Bool
    ) throws -> (padim: PaDiM, scores: (first: Float, left: [Float])) {
        let fit = try fit()
        let stride = Whitening.stride(dimensions: fit.dimensions, precision: fit.precision, form: fit.form)
        let memory = AlignedBytes(count: fit.positions * stride + Factors.slack)
        var next = 0
        let outcome = try fit.run(
            scored: leaveOneOut ? kept.count : 0, progress: progress, isCancelled: isCancelled
        ) { bytes in
            (memory.mutable.baseAddress! + next).copyMemory(from: bytes.baseAddress!, byteCount: bytes.count)
            next += bytes.count
        }
        let scores = scores(outcome, leaveOneOut: leaveOneOut)
        return (detector(fit, outcome, Factors(memory, count: next)), scores)
    }

    /// Ends the fit straight into a calibration's file, which is then used where it lies: factors are never in memory
    /// as a whole.
    /// - Parameters:
    ///   - file: empty; the caller publishes it.
    ///   - parts: the digest of each part's file, in the order they were learnt.
    ///   - golden: the first part that was learnt, as the network saw it.
    /// - Returns: the calibration and the digest that names it.
    func finishPaDiM(
        into file: StreamedFile, parts: [SHA256Digest], golden: Image, leaveOneOut: Bool,
        progress: (Double) -> Void, isCancelled: () -> Bool
    ) throws -> (calibration: Calibration, digest: SHA256Digest) {
        let fit = try fit()
        let writer = try CalibrationWriter(
            recipe: recipe, embedding: embedding, form: fit.form, parts: parts, golden: golden,
            leaveOneOutScores: leaveOneOut ? kept.count : 0, sink: file.write)
        let outcome = try fit.run(
            scored: leaveOneOut ? kept.count : 0, progress: progress, isCancelled: isCancelled, sink: writer.factors)
        let scores = scores(outcome, leaveOneOut: leaveOneOut)
        let digest = try writer.finish(
            mean: fit.mean.map(Float.init), scale: outcome.scale, weights: outcome.weights,
            leaveOneOutScores: scores.left,
            goldenScore: scores.first)
        let factors = Factors(try file.map(), section: writer.factorSection)
        return (
            Calibration(
                detector: detector(fit, outcome, factors), parts: parts, leaveOneOutScores: scores.left,
                golden: .init(image: golden, score: scores.first)), digest
        )
    }

    /// Decides what is fitted.
    private func fit() throws(DetectorError) -> GaussianFit {
        guard moments.count >= 2 else {
            throw DetectorError(
                .tooFewParts, "calibration",
                "\(moments.count) good part\(moments.count == 1 ? "" : "s"); a covariance needs at least 2")
        }
        let regularisation = try recipe.regularisation.patch(moments)
        return GaussianFit(
            kept: kept, mean: moments.mean(), positions: embedding.positions, dimensions: embedding.dimensions,
            regularisation: regularisation, precision: recipe.precision,
            form: .chosen(
                positions: embedding.positions, dimensions: embedding.dimensions, parts: moments.count,
                precision: recipe.precision, regularisation: regularisation, largestTrace: moments.largestTrace()))
    }

    private func detector(_ fit: GaussianFit, _ outcome: GaussianFit.Outcome, _ factors: Factors) -> PaDiM {
        let whitening = Whitening(
            positions: fit.positions, dimensions: fit.dimensions, precision: fit.precision, form: fit.form,
            factors: factors, scale: outcome.scale, weights: outcome.weights)
        return PaDiM(recipe: recipe, embedding: embedding, mean: fit.mean.map(Float.init), whitening: whitening)
    }

    /// The first part's score, and each part's had it been left out.
    private func scores(_ outcome: GaussianFit.Outcome, leaveOneOut: Bool) -> (first: Float, left: [Float]) {
        let smoothing = PaDiM.smoothing(embedding, recipe)
        let (width, height, count) = (embedding.gridWidth, embedding.gridHeight, outcome.distances.count)
        @Sendable func score(_ distances: [Float]) -> Float {
            PaDiM.score(of: Plane(width: width, height: height, values: distances), smoothing)
        }
        let first = score(outcome.first)
        guard leaveOneOut else { return (first, []) }
        var left = [Float](repeating: 0, count: count)
        left.withUnsafeMutableBufferPointer { left in
            // Each part writes its own score.
            nonisolated(unsafe) let left = left
            Teamwork.perform(count) { i in
                left[i] = score(outcome.leftOut(i))
            }
        }
        return (first, left)
    }
}
