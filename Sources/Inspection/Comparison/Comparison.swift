import Detectors
import Disk
import Evaluation
import Network

/// Detectors held against each other: each method learns each category once for each seed and is judged on its parts.
public struct Comparison: Sendable {
    /// One way of inspecting.
    public struct Method: Sendable {
        /// Tells it from the others: "padim efficientnet_lite1".
        public let name: String
        /// Whether something in it is drawn at random. Otherwise it runs once, whatever the seeds.
        public let isSeeded: Bool
        /// How many of a category's good parts it learns from, drawn by the seed; `nil` for all.
        public let learns: Int?
        let make: @Sendable (Category, UInt64) throws -> Workbench.Method

        public init(
            name: String, isSeeded: Bool, learns: Int? = nil,
            make: @escaping @Sendable (Category, UInt64) throws -> Workbench.Method
        ) {
            self.name = name
            self.isSeeded = isSeeded
            self.learns = learns
            self.make = make
        }
    }

    /// What came of one method on one category: a run for each seed.
    public struct Outcome: Sendable {
        public let method: String
        public let runs: [CategoryEvaluation]

        /// The same without what only pictures and curves are made of, which is large.
        public func withoutPictures() -> Outcome { Outcome(method: method, runs: runs.map { $0.withoutPictures() }) }

        /// Mean ± standard error over the seeds.
        public func figure(_ figure: QualityFigure) -> SampleFigure { SampleFigure(runs.map { $0.figures[figure] }) }

        /// Why a figure has no value in any run; `nil` where it has one.
        public func reason(_ figure: QualityFigure) -> Undefined? {
            self.figure(figure).mean == nil ? runs.first?.figures.reason(figure) : nil
        }
    }

    public let methods: [Method]
    public let seeds: [UInt64]
    public let options: CategoryEvaluation.Options

    /// - Precondition: there are methods and seeds.
    public init(methods: [Method], seeds: [UInt64], options: CategoryEvaluation.Options) {
        precondition(!methods.isEmpty && !seeds.isEmpty)
        self.methods = methods
        self.seeds = seeds
        self.options = options
    }

    /// Runs of one category, all methods together.
    public var runs: Int { methods.reduce(0) { $0 + ($1.isSeeded ? seeds.count : 1) } }

    /// Runs all methods on a category.
    /// - Parameters:
    ///   - progress: share of the work done, 0…1, and the method that runs.
    ///   - failed: told why a method cannot run on this category; the others go on.
    /// - Throws: `CancellationError`.
    public func run(
        _ category: Category, progress: (Double, String) -> Void, failed: (String, any Error) -> Void,
        isCancelled: () -> Bool
    ) throws -> [Outcome] {
        var outcomes: [Outcome] = []
        var done = 0
        for method in methods {
            var evaluations: [CategoryEvaluation] = []
            let seeds = method.isSeeded ? seeds : Array(seeds.prefix(1))
            do {
                for (index, seed) in seeds.enumerated() {
                    let category = try method.learns.map { try category.learning(fromOnly: $0, seed: seed) } ?? category
                    let made = try method.make(category, seed)
                    // What is shown of single parts comes from the first run alone.
                    var options = options
                    if index > 0 {
                        (options.keepsGrids, options.suggestsThreshold, options.timedParts) = (false, false, 0)
                    }
                    evaluations.append(
                        try CategoryEvaluation(
                            category, backbone: made.backbone, recipe: made.recipe, options: options,
                            progress: { progress((Double(done) + $0) / Double(runs), method.name) },
                            isCancelled: isCancelled))
                    done += 1
                }
            } catch let error as CancellationError {
                throw error
            } catch {
                failed(method.name, error)
                done += seeds.count - evaluations.count
            }
            if !evaluations.isEmpty { outcomes.append(Outcome(method: method.name, runs: evaluations)) }
        }
        return outcomes
    }
}
