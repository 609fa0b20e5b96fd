import Detectors
import Network
import Raster

/// What the figures are worth on the day when the light ages: calibrates once on the good parts as they are, then
/// scores the labelled parts perturbed, strength by strength. Threshold and statistics stay what they were.
///
/// Pictures are perturbed in their own pixels, after decoding and before they are resized for the network, and always
/// decoded in full (`Recipe.Decoding.exact`), so that nothing but the perturbation differs. Ground truth moves with
/// what it outlines. The untouched parts are always scored, once, and stand in every curve. The same part gets the same
/// noise whatever the seed, which decides only what is random in the recipe.
public struct Robustness: Sendable {
    public let sweeps: [PerturbationSweep]
    public let seeds: [UInt64]

    public init(sweeps: [PerturbationSweep] = PerturbationSweep.standard, seeds: [UInt64]) {
        self.sweeps = sweeps.map { PerturbationSweep($0.kind, [.none] + $0.steps) }
        self.seeds = seeds
    }

    /// - Parameters:
    ///   - method: run once where it has no seed.
    ///   - progress: share of the work done, 0…1; called from the calling thread.
    ///   - take: given each point as soon as it is measured.
    /// - Returns: parts and masks that could not be read: printable lines, each once.
    /// - Throws: `CancellationError`, and whatever ends a calibration or an inspection.
    public func run(
        _ category: Category, method: Comparison.Method, progress: (Double) -> Void = { _ in },
        isCancelled: () -> Bool = { false }, take: (CurvePoint) throws -> Void
    ) throws -> [String] {
        var problems = OneEach()
        let seeds = method.isSeeded ? seeds : Array(seeds.prefix(1))
        let labelled = category.parts.count { $0.isDefective != nil }
        let learning = category.calibrationParts.count
        let steps = sweeps.reduce(1) { $0 + $1.steps.count { $0 != .none } }
        let whole = Double(seeds.count * (learning + steps * labelled))
        var before = 0
        func report(_ share: Double, of work: Int) { progress((Double(before) + share * Double(work)) / whole) }

        for seed in seeds {
            let made = try method.make(category, seed)
            var recipe = made.recipe
            recipe.decoding = .exact
            let learnt = try Calibrator(backbone: made.backbone, recipe: recipe)
                .calibrate(category, progress: { report($0, of: learning) }, isCancelled: isCancelled)
            before += learning
            func figures(_ step: Perturbation) throws -> CurveFigures {
                var options = CategoryEvaluation.Options()
                options.suggestsThreshold = true
                options.perturbation = step
                let evaluation = try CategoryEvaluation(
                    category, learnt, backbone: made.backbone, options: options,
                    progress: { report($0, of: labelled) }, isCancelled: isCancelled)
                problems.add(evaluation.notInspected)
                before += labelled
                return CurveFigures(evaluation, labelled: labelled)
            }
            let untouched = try figures(.none)
            for sweep in sweeps {
                for step in sweep.steps {
                    try take(
                        CurvePoint(
                            category: category.name, method: method.name, recipe: recipe,
                            variable: .perturbation(sweep.kind), step: step.description,
                            value: sweep.position(of: step), seed: seed,
                            calibrationParts: learnt.calibration.parts.count,
                            outcome: .measured(step == .none ? untouched : try figures(step))))
                }
            }
        }
        return problems.lines
    }
}
