import Detectors
import Disk
import Foundation
import Network
import Raster
import Synchronization
import SystemPackage

/// Learns a category from its good parts. The network runs once over each; their statistics and, where asked for, the
/// scores that each part would have had if it had been left out, from which a threshold follows without any defective
/// part, are then made from what it gave.
public struct Calibrator: Sendable {
    /// Fewest good parts that statistics are made of.
    public static let minimumParts = 3
    /// Share of the work that is learning; the rest is factoring.
    private static let learning = 0.8

    public let backbone: Backbone
    public let recipe: Recipe
    public let leaveOneOut: Bool
    private let minimumParts: Int

    /// - Parameter minimumParts: for studies of how few are enough; what the detector itself needs it asks for.
    public init(
        backbone: Backbone, recipe: Recipe, leaveOneOut: Bool = true, minimumParts: Int = Self.minimumParts
    ) {
        self.backbone = backbone
        self.recipe = recipe
        self.leaveOneOut = leaveOneOut
        self.minimumParts = max(1, minimumParts)
    }

    public struct Result: Sendable {
        public let calibration: Calibration
        /// Good parts that could not be read, and why: printable lines.
        public let skipped: [String]
    }

    /// What a calibration of the category takes of memory and disk, before any of it is taken.
    /// - Throws: `DetectorError.invalidRecipe`.
    public func forecast(_ category: Category) throws -> MemoryForecast {
        try MemoryForecast(recipe: recipe, backbone: backbone, parts: category.calibrationParts.count)
    }

    /// Calibrates in memory, for a calibration that nobody keeps.
    /// - Parameters:
    ///   - progress: share of the work done, 0…1; called from the calling thread.
    ///   - isCancelled: asked between batches.
    /// - Throws: `DetectorError.tooFewParts` naming the category, `.memory` where the machine lacks it,
    ///   `CancellationError`, and what the network throws.
    public func calibrate(
        _ category: Category, progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws -> Result {
        let learnt = try learn(
            category, scratch: Self.scratch, progress: progress, isCancelled: isCancelled)
        let fitted = try learnt.fit.finish(
            leaveOneOut: leaveOneOut, progress: { progress(Self.learning + (1 - Self.learning) * $0) },
            isCancelled: isCancelled)
        return Result(
            calibration: Calibration(
                detector: fitted.detector, parts: learnt.digests, leaveOneOutScores: fitted.leaveOneOutScores,
                golden: .init(image: learnt.golden, score: fitted.firstScore)),
            skipped: learnt.skipped)
    }

    /// The same straight into a file of the store's folder, from which its factors are then read: they are never in
    /// memory as a whole.
    /// - Returns: the calibration, and its file, which the store has still to publish.
    public func calibrate(
        _ category: Category, into store: CalibrationStore, progress: (Double) -> Void = { _ in },
        isCancelled: () -> Bool = { false }
    ) throws -> (result: Result, draft: CalibrationStore.Draft) {
        let learnt = try learn(category, scratch: store.folder, progress: progress, isCancelled: isCancelled)
        let file = try StreamedFile(in: store.folder)
        let (calibration, digest) = try learnt.fit.finish(
            into: file, parts: learnt.digests, golden: learnt.golden, leaveOneOut: leaveOneOut,
            progress: { progress(Self.learning + (1 - Self.learning) * $0) }, isCancelled: isCancelled)
        return (
            Result(calibration: calibration, skipped: learnt.skipped),
            CalibrationStore.Draft(file: file, digest: digest)
        )
    }

    private struct Learnt {
        let fit: any DetectorFit
        let digests: [SHA256Digest]
        /// The first part that was learnt: which one does not matter, as long as it is always the same.
        let golden: Image
        let skipped: [String]
    }

    /// For what memory does not hold: where temporary files go that are too large for a file system in memory.
    private static var scratch: FilePath { TemporaryFolder.parent(otherwise: "/var/tmp") }

    private func learn(
        _ category: Category, scratch: FilePath, progress: (Double) -> Void, isCancelled: () -> Bool
    ) throws -> Learnt {
        let parts = category.calibrationParts
        let name = category.name.printable
        try requireEnough(parts.count, name)
        try forecast(category).require()
        let fit = try DetectorKind.fit(recipe, backbone: backbone, scratch: scratch)
        let digests = Mutex<[Int: SHA256Digest]>([:])
        let first = Mutex<(index: Int, picture: Image)?>(nil)
        var skipped: [(index: Int, line: String)] = []
        for start in stride(from: 0, to: parts.count, by: PaDiMFit.batchSize) {
            if isCancelled() { throw CancellationError() }
            let batch = min(PaDiMFit.batchSize, parts.count - start)
            let failures = try fit.learn(batch) { i in
                let (image, digest) = try prepared(parts[start + i])
                digests.withLock { $0[start + i] = digest }
                first.withLock { if start + i < $0?.index ?? .max { $0 = (start + i, image) } }
                return image
            }
            skipped += failures.map { (start + $0.index, "\($0.error)") }
            progress(Self.learning * Double(start + batch) / Double(parts.count))
        }
        let learnt = parts.indices.filter { i in !skipped.contains { $0.index == i } }
        try requireEnough(learnt.count, name)
        let known = digests.withLock { $0 }
        // The picture as it was learnt: the file may be another by now.
        let kept = first.withLock { $0?.index == learnt[0] ? $0?.picture : nil }
        return Learnt(
            fit: fit, digests: learnt.compactMap { known[$0] }, golden: try kept ?? prepared(parts[learnt[0]]).0,
            skipped: skipped.map(\.line))
    }

    private func requireEnough(_ count: Int, _ name: String) throws(DetectorError) {
        guard count >= minimumParts else {
            throw DetectorError(
                .tooFewParts, name,
                "\(count) readable good part\(count == 1 ? "" : "s") in train/good; "
                    + "at least \(minimumParts) are needed to calibrate")
        }
    }

    private func prepared(_ part: Part) throws -> (Image, SHA256Digest) {
        let bytes = try part.path.readAll(limit: DecodeLimits.standard.fileBytes)
        return (try recipe.picture(of: bytes, name: part.path), SHA256Digest(hashing: bytes))
    }
}
