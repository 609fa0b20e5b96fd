import Detectors
import Disk
import Foundation
import Network
import Raster
import Synchronization

/// Learns a category from its good parts: one pass for the moments and, where asked for, a second for the scores that
/// each part would have had if it had been left out, from which a threshold follows without any defective part.
public struct Calibrator: Sendable {
    /// Fewest good parts that statistics are made of.
    public static let minimumParts = 3

    public let backbone: Backbone
    public let recipe: Recipe
    public let leaveOneOut: Bool

    public init(backbone: Backbone, recipe: Recipe, leaveOneOut: Bool = true) {
        self.backbone = backbone
        self.recipe = recipe
        self.leaveOneOut = leaveOneOut
    }

    public struct Result: Sendable {
        public let calibration: Calibration
        /// Good parts that could not be read, and why: printable lines.
        public let skipped: [String]
    }

    /// - Parameters:
    ///   - progress: share of the work done, 0…1; called from the calling thread.
    ///   - isCancelled: asked between batches.
    /// - Throws: `DetectorError.tooFewParts` naming the category, `CancellationError`, and what the network throws.
    public func calibrate(
        _ category: Category, progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws -> Result {
        let parts = category.calibrationParts
        let name = category.name.printable
        try requireEnough(parts.count, name)
        let fit = try PaDiMFit(recipe: recipe, backbone: backbone)
        let share = leaveOneOut ? 0.5 : 1.0
        let digests = Mutex<[Int: SHA256Digest]>([:])
        var skipped: [(index: Int, line: String)] = []
        for start in stride(from: 0, to: parts.count, by: PaDiMFit.batchSize) {
            if isCancelled() { throw CancellationError() }
            let batch = min(PaDiMFit.batchSize, parts.count - start)
            let failures = fit.learn(batch) { i in
                let (image, digest) = try prepared(parts[start + i])
                digests.withLock { $0[start + i] = digest }
                return image
            }
            skipped += failures.map { (start + $0.index, "\($0.error)") }
            progress(share * Double(start + batch) / Double(parts.count))
        }
        let learnt = parts.indices.filter { i in !skipped.contains { $0.index == i } }
        try requireEnough(learnt.count, name)
        let padim = try fit.finish()
        // The first part that was learnt: which one does not matter, as long as it is always the same.
        let (image, _) = try prepared(parts[learnt[0]])
        let goldenScore = try Inspector(padim, backbone: backbone).inspect(prepared: image).score
        let scores =
            try leaveOneOut
            ? leaveOneOutScores(
                padim, learnt.map { parts[$0] }, progress: { progress(0.5 + 0.5 * $0) }, isCancelled: isCancelled) : []
        let known = digests.withLock { $0 }
        return Result(
            calibration: Calibration(
                padim: padim, parts: learnt.compactMap { known[$0] }, leaveOneOutScores: scores,
                golden: .init(image: image, score: goldenScore)),
            skipped: skipped.map(\.line))
    }

    private func requireEnough(_ count: Int, _ name: String) throws(DetectorError) {
        guard count >= Self.minimumParts else {
            throw DetectorError(
                .tooFewParts, name,
                "\(count) readable good part\(count == 1 ? "" : "s") in train/good; "
                    + "at least \(Self.minimumParts) are needed to calibrate")
        }
    }

    private func prepared(_ part: Part) throws -> (Image, SHA256Digest) {
        let bytes = try part.path.readAll(limit: DecodeLimits.standard.fileBytes)
        let image = try Image.decode(bytes, name: part.path)
        return (
            recipe.inputProtocol.prepare(image, width: recipe.width, height: recipe.height),
            SHA256Digest(hashing: bytes)
        )
    }

    private func leaveOneOutScores(
        _ padim: PaDiM, _ parts: [Part], progress: (Double) -> Void, isCancelled: () -> Bool
    ) throws -> [Float] {
        var scores: [Float] = []
        let crew = Crew(try (0..<ComputeThreads.workers).map { _ in try Inspector(padim, backbone: backbone) })
        for start in stride(from: 0, to: parts.count, by: PaDiMFit.batchSize) {
            if isCancelled() { throw CancellationError() }
            let batch = min(PaDiMFit.batchSize, parts.count - start)
            let found = crew.map(batch) { inspector, i in
                try inspector.leaveOneOutScore(prepared: prepared(parts[start + i]).0, count: parts.count)
            }
            for score in found { scores.append(try score.get()) }
            progress(Double(start + batch) / Double(parts.count))
        }
        return scores
    }
}
