import Detectors
import Disk
import Evaluation
import Foundation
import Network
import Raster

/// How well each level of a network tells the good parts of a category from its defective ones, by several measures of
/// distance: the tables of Rippel, Mertens & Merhof 2020. The network runs once over each part, whatever is asked of it.
public struct LevelComparison: Sendable {
    public let category: String
    /// In the network's order.
    public let levels: [String]
    /// One for each measure that was asked for, in order.
    public let columns: [Column]
    /// Good parts learnt from.
    public let calibrationParts: Int
    public let goodParts: Int
    public let defectiveParts: Int
    /// Parts that could not be read, and why: printable lines.
    public let notInspected: [String]
    public let seconds: Double

    /// What one measure says.
    public struct Column: Sendable {
        public let options: MVGOptions
        /// Image AUROC by level; `nil` where the measure says nothing of a level, or a class is missing.
        public let levels: [Double?]
        /// Image AUROC of the sum over the levels of which it says something.
        public let sum: Double?
        /// The levels of which it says nothing: too few good parts, or no component.
        public let left: [String]
    }

    /// Parts that the network sees between two looks at the clock or the keyboard.
    private static let batch = 16

    /// - Parameters:
    ///   - backbone: made at its levels: `Architecture.atLevels`.
    ///   - recipe: how a part's file becomes the network's picture.
    ///   - progress: share of the work done, 0…1; called from the calling thread.
    /// - Throws: `DetectorError.tooFewParts` naming the category, `CancellationError`, and what the network throws; a part
    ///   that cannot be read only costs a line.
    public init(
        _ category: Category, backbone: Backbone, recipe: Recipe, measures: [MVGOptions],
        progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws {
        let start = ContinuousClock.now
        let embedding = try LevelEmbedding(taps: backbone.taps)
        let judged = category.parts.filter { $0.isDefective != nil }
        let parts = category.calibrationParts + judged
        let crew = Crew(try (0..<ComputeThreads.workers).map { _ in try ForwardPass(backbone) })
        var features = embedding.features()
        var others: [(part: [Float], isDefective: Bool)] = []
        var failures: [String] = []
        for first in stride(from: 0, to: parts.count, by: Self.batch) {
            if isCancelled() { throw CancellationError() }
            let outcomes = crew.map(min(Self.batch, parts.count - first)) { pass, i in
                try Self.embedded(parts[first + i], recipe, pass, embedding)
            }
            for (i, outcome) in outcomes.enumerated() {
                switch outcome {
                case .failure(let error): failures.append("\(error)")
                case .success(let part):
                    let index = first + i
                    if index < category.calibrationParts.count {
                        features.add(part, embedding)
                    } else {
                        others.append((part, parts[index].isDefective == true))
                    }
                }
            }
            // What follows takes little beside the network.
            progress(0.95 * Double(first + outcomes.count) / Double(parts.count))
        }
        calibrationParts = features[0].count
        guard calibrationParts >= Calibrator.minimumParts else {
            throw DetectorError(
                .tooFewParts, category.name.printable,
                "\(calibrationParts) readable good parts in train/good; at least \(Calibrator.minimumParts) are needed")
        }
        var columns: [Column] = []
        for (k, options) in measures.enumerated() {
            if isCancelled() { throw CancellationError() }
            columns.append(try Self.column(options, features, others, embedding))
            progress(0.95 + 0.05 * Double(k + 1) / Double(measures.count))
        }
        self.category = category.name
        levels = embedding.levels.map(\.shape.name)
        self.columns = columns
        goodParts = others.count { !$0.isDefective }
        defectiveParts = others.count { $0.isDefective }
        notInspected = failures
        let elapsed = (ContinuousClock.now - start).components
        seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    private static func embedded(
        _ part: Part, _ recipe: Recipe, _ pass: ForwardPass, _ embedding: LevelEmbedding
    ) throws -> [Float] {
        let bytes = try part.path.readAll(limit: DecodeLimits.standard.fileBytes)
        try pass.run(recipe.picture(of: bytes, name: part.path))
        var values = [Float](repeating: 0, count: embedding.length)
        values.withUnsafeMutableBufferPointer { embedding.gather(from: pass, into: $0) }
        guard values.allSatisfy(\.isFinite) else {
            throw DetectorError(.singular, part.path.printable, "the network gives no finite numbers for it")
        }
        return values
    }

    /// Each level, and the sum over those that can be measured.
    private static func column(
        _ options: MVGOptions, _ features: [LevelFeatures], _ others: [(part: [Float], isDefective: Bool)],
        _ embedding: LevelEmbedding
    ) throws -> Column {
        let isDefective = others.map(\.isDefective)
        var sums = [Double](repeating: 0, count: others.count)
        var (aurocs, left): ([Double?], [String]) = ([], [])
        for (level, place) in zip(features, embedding.levels) {
            guard let gaussian = try measured(level, options) else {
                aurocs.append(nil)
                left.append(level.level)
                continue
            }
            let distances = others.map { other in
                other.part.withUnsafeBufferPointer { gaussian.distance(UnsafeBufferPointer(rebasing: $0[place.range])) }
            }
            for i in others.indices { sums[i] += distances[i] }
            aurocs.append(try auroc(distances, isDefective))
        }
        let sum = left.count == features.count ? nil : try auroc(sums, isDefective)
        return Column(options: options, levels: aurocs, sum: sum, left: left)
    }

    /// `nil` too where the good parts do not differ at all.
    private static func measured(_ level: LevelFeatures, _ options: MVGOptions) throws -> LevelGaussian? {
        do {
            return try LevelGaussian.fit(level, options)
        } catch  where error.code == .singular {
            return nil
        }
    }

    private static func auroc(_ scores: [Double], _ isDefective: [Bool]) throws -> Double? {
        try Ranking(scores: scores.map(Float.init), isPositive: isDefective).auroc()
    }
}
