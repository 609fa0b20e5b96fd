import Detectors
import Evaluation
import Network

/// How few good parts are enough: calibrates on some of them, drawn by a seed, and scores all labelled parts each time.
///
/// With the draw the seed decides what else is random in the recipe. The draws of one seed are nested: the three parts
/// are among the five. What a detector cannot be fitted on is an undefined point that says why: one part has no
/// covariance; two have one of rank one, which the regularisation carries. That is fit for a curve and not for a
/// station, which wants three (`Calibrator.minimumParts`); and so does a threshold, which is undefined below.
public struct FewShot: Sendable {
    public static let standardCounts = [1, 2, 3, 5, 10, 20, 50]

    public let counts: [Int]
    public let seeds: [UInt64]

    /// - Parameter counts: of parts to learn from, each positive; put in rising order, each once.
    public init(counts: [Int] = standardCounts, seeds: [UInt64]) {
        precondition(counts.allSatisfy { $0 > 0 })
        self.counts = Set(counts).sorted()
        self.seeds = seeds
    }

    /// - Parameters:
    ///   - method: run with every seed, even where only the draw follows from it.
    ///   - progress: share of the work done, 0…1; called from the calling thread.
    ///   - take: given each point as soon as it is measured.
    /// - Returns: parts and masks that could not be read: printable lines, each once.
    /// - Throws: `CancellationError`, and whatever ends a calibration or an inspection but too few parts.
    public func run(
        _ category: Category, method: Comparison.Method, progress: (Double) -> Void = { _ in },
        isCancelled: () -> Bool = { false }, take: (CurvePoint) throws -> Void
    ) throws -> [String] {
        var problems = OneEach()
        let labelled = category.parts.count { $0.isDefective != nil }
        let whole = Double(seeds.count * counts.reduce(0) { $0 + $1 + labelled })
        var before = 0
        for seed in seeds {
            let made = try method.make(category, seed)
            for count in counts {
                let work = count + labelled
                let drawn = Self.draw(count, of: category.calibrationParts, seed: seed)
                let (outcome, learnt) = try measure(
                    category, drawn, wanted: count, made, labelled, &problems,
                    progress: { progress((Double(before) + $0 * Double(work)) / whole) }, isCancelled: isCancelled)
                try take(
                    CurvePoint(
                        category: category.name, method: method.name, recipe: made.recipe,
                        variable: .calibrationParts, step: "\(count)", value: Double(count), seed: seed,
                        calibrationParts: learnt, outcome: outcome))
                before += work
                progress(Double(before) / whole)
            }
        }
        return problems.lines
    }

    private func measure(
        _ category: Category, _ drawn: [Part], wanted: Int, _ method: Workbench.Method, _ labelled: Int,
        _ problems: inout OneEach, progress: (Double) -> Void, isCancelled: () -> Bool
    ) throws -> (CurvePoint.Outcome, learnt: Int) {
        guard drawn.count == wanted else {
            return (.undefined("the category has only \(drawn.count) good part\(drawn.count == 1 ? "" : "s")"), 0)
        }
        let few = Category(
            name: category.name, folder: category.folder, calibrationParts: drawn, parts: category.parts)
        var options = CategoryEvaluation.Options()
        options.suggestsThreshold = wanted >= Calibrator.minimumParts
        let learning = Double(wanted) / Double(wanted + labelled)
        do {
            let learnt = try Calibrator(
                backbone: method.backbone, recipe: method.recipe, leaveOneOut: options.suggestsThreshold,
                minimumParts: 1
            ).calibrate(few, progress: { progress(learning * $0) }, isCancelled: isCancelled)
            let evaluation = try CategoryEvaluation(
                few, learnt, backbone: method.backbone, options: options,
                progress: { progress(learning + (1 - learning) * $0) }, isCancelled: isCancelled)
            problems.add(evaluation.notInspected)
            return (.measured(CurveFigures(evaluation, labelled: labelled)), evaluation.calibrationParts)
        } catch let error as DetectorError where error.code == .tooFewParts || error.code == .singular {
            return (.undefined(error.message), 0)
        }
    }

    /// The first of a shuffle that the seed decides (Fisher & Yates), in the order in which they stood; all where there
    /// are not as many.
    package static func draw(_ count: Int, of parts: [Part], seed: UInt64) -> [Part] {
        var random = SplitMix64(seed: seed)
        var order = Array(parts.indices)
        for i in 0..<min(count, parts.count) { order.swapAt(i, i + random.below(parts.count - i)) }
        return order.prefix(count).sorted().map { parts[$0] }
    }
}
