import Disk

/// Teaches a network: data parallel over the shards of each step, a thread and a network of its own for each.
///
/// The gradients of the shards are averaged in their order, and every sum is cut in the same places, so that the same
/// seed gives the same bits however many cores there are. Belongs to one thread at a time.
public final class Learner {
    public let plan: TrainingPlan
    public internal(set) var stepsDone = 0
    let optimiser: Optimiser
    let layout: ParameterLayout
    let parameters: AlignedFloats
    var running: RunningStatistics
    private let shards: [Shard]
    /// For tests: whether the cores change anything.
    package var threads = TrainingThreads.everyCore

    /// - Parameters:
    ///   - shards: equal parts that each step's samples come in; `plan.batch` is the size of one.
    ///   - seed: of the weights that are not given.
    ///   - start: a native checkpoint to begin from; `nil` begins with random weights.
    ///   - objective: whose batches show the network what numbers it will see, where it begins from a checkpoint.
    /// - Throws: `NetworkError` where the plan cannot be taught or `start` does not fit; what `objective` throws.
    public init(
        _ plan: TrainingPlan, shards: Int, optimiser: OptimiserSettings, seed: UInt64, start: Checkpoint?,
        objective: any Objective
    ) throws {
        if let fault = optimiser.fault { throw NetworkError(.unknown, "optimiser", fault) }
        guard shards > 0 else { throw NetworkError(.unknown, "shards", "a step has at least one") }
        guard objective.outputs == plan.head.outputs else {
            throw NetworkError(
                .mismatch, "head",
                "it answers \(plan.head.outputs) numbers, and the objective asks for \(objective.outputs)")
        }
        self.plan = plan
        self.shards = try (0..<shards).map { _ throws(NetworkError) in try Shard(plan) }
        let network = self.shards[0].network
        layout = network.layout
        self.optimiser = Optimiser(optimiser, entries: layout.entries.map { ($0.range, $0.decays) })
        running = RunningStatistics(samples: network.statisticsSamples)
        if let start {
            let adopted = try network.parameters(adopting: start, seed: seed, batches: Self.adoptedBatches) {
                index, input in
                let (step, shard) = index.quotientAndRemainder(dividingBy: shards)
                _ = try objective.batch(at: Self.place(plan, step: step, shard: shard, of: shards), into: input)
            }
            parameters = AlignedFloats(adopted.parameters)
            (running.means, running.variances) = (adopted.means, adopted.variances)
        } else {
            parameters = AlignedFloats(TrainingNetwork.randomParameters(layout, seed: seed))
        }
    }

    /// Batches of one shard that show what a checkpoint's layers give: enough that more would change little.
    private static let adoptedBatches = 8

    private static func place(_ plan: TrainingPlan, step: Int, shard: Int, of shards: Int) -> BatchPlace {
        BatchPlace(
            step: step, shard: shard, shards: shards, count: plan.batch, width: plan.width, height: plan.height)
    }

    /// Numbers that are learnt.
    public var parameterCount: Int { layout.count }

    /// How many equal parts each step's samples come in.
    public var shardCount: Int { shards.count }

    /// One step: every shard's samples, losses and gradient; then all parameters at once.
    /// - Parameter rate: the learning rate.
    /// - Throws: `NetworkError.notFinite`, naming the step, where a loss, the gradient or a statistic is infinite or no
    ///   number; what `objective` throws. Whatever it is, everything is then as it was before the step.
    public func step(_ objective: any Objective, rate: Double) throws -> StepOutcome {
        let clock = ContinuousClock()
        let start = clock.now
        guard rate.isFinite else { throw notFinite("the learning rate is \(rate)") }
        try runShards(objective)
        let learnt = clock.now
        let terms = means(shards.map(\.terms))
        for (name, value) in zip(objective.terms, terms) where !value.isFinite {
            throw notFinite("\(name == "loss" ? "the loss" : "the loss \(name)") is \(value)")
        }
        let length = optimiser.average(shards.map(\.gradient), on: threads)
        let scale = optimiser.scale(forLength: length)
        // Squares of what the optimiser is given have to fit single precision.
        guard length.isFinite, scale * length < Double(Float.greatestFiniteMagnitude).squareRoot() else {
            throw notFinite("the gradient's length is \(length)")
        }
        let nextRunning = running.adding(shards.map(\.network.statistics))
        guard nextRunning.isFinite else { throw notFinite("a BatchNorm's mean or variance is infinite or no number") }

        optimiser.update(
            parameters, gradient: shards[0].gradient, scale: scale, rate: rate, step: stepsDone + 1, on: threads)
        running = nextRunning
        stepsDone += 1
        var times = StepTimes()
        let share = 1 / Double(shards.count)
        for shard in shards {
            times.batch += share * shard.times.batch
            times.forward += share * shard.times.forward
            times.losses += share * shard.times.losses
            times.backward += share * shard.times.backward
        }
        times.update = (clock.now - learnt).inSeconds
        return StepOutcome(
            terms: terms, gradientNorm: length, seconds: (clock.now - start).inSeconds, times: times)
    }

    /// - Throws: what the first shard in order that fails throws.
    private func runShards(_ objective: any Objective) throws {
        var results = [Result<Void, any Error>](repeating: .success(()), count: shards.count)
        results.withUnsafeMutableBufferPointer { results in
            // Each shard, and the result that has its index, belong to one iteration.
            nonisolated(unsafe) let (results, shards) = (results, shards)
            let (parameters, step, plan) = (parameters, stepsDone, plan)
            threads.perform(shards.count) { index in
                let place = Self.place(plan, step: step, shard: index, of: shards.count)
                results[index] = Result { try shards[index].run(objective, at: place, parameters) }
            }
        }
        for result in results { try result.get() }
    }

    /// Means over the shards, added in their order.
    private func means(_ terms: [[Double]]) -> [Double] {
        var sums = terms[0]
        for shard in terms.dropFirst() {
            for (index, value) in shard.enumerated() { sums[index] += value }
        }
        return sums.map { $0 / Double(terms.count) }
    }

    private func notFinite(_ what: String) -> NetworkError { NetworkError(.notFinite, "step \(stepsDone + 1)", what) }

    /// What was learnt so far as a native checkpoint: BatchNorm folded by its running statistics, without the head.
    /// - Throws: `NetworkError.malformed` where folding gives no finite numbers.
    public func checkpoint(metadata: [String: String] = [:]) throws(NetworkError) -> Checkpoint {
        try Checkpoint(
            folding: parameters.values, runningMean: running.means, runningVariance: running.variances, layout: layout,
            plan: plan, metadata: metadata)
    }
}
