import Network

/// Whole training steps of ResNet-18's trunk (samples that lie ready, forward, losses, backward, Adam), a shard a core,
/// in turn with the convolutions that they cannot do without, and beside PyTorch where Debian's is installed.
struct TrainingSteps {
    private let setting: Setting
    private static let side = 128
    /// Samples of one shard.
    private static let batch = 32
    private static let (turns, budget) = (3, 3.0)

    init(_ setting: Setting) { self.setting = setting }

    func rows(_ say: (String) -> Void) throws -> [Row] {
        let precision: Precision = Precision.bf16.isNative ? .bf16 : .f32
        let plan = TrainingPlan(
            architecture: .resnet18, head: .init(outputs: 100, grid: 1), width: Self.side, height: Self.side,
            batch: Self.batch, precision: precision)
        let shards = setting.workers
        let objective = StillPictures(outputs: plan.head.outputs)
        let learner = try Learner(
            plan, shards: shards, optimiser: .adam(), seed: 1, start: nil, objective: objective)
        let ceiling = try TrainingCeiling(plan, shards: shards)
        let samples = Double(shards * Self.batch)
        var (step, convolutions) = (Double.infinity, Double.infinity)
        for turn in 1...Self.turns {
            step = min(step, try Stopwatch.least(budget: Self.budget) { _ = try learner.step(objective, rate: 1e-3) })
            convolutions = min(convolutions, Stopwatch.least(budget: Self.budget) { ceiling.run() })
            say(
                "turn \(turn) of \(Self.turns): \(Figure.text(samples / step)) samples/s, convolutions alone "
                    + Figure.text(samples / convolutions))
        }
        let ours = Row.Quantity(samples / step, "samples/s")
        let what = "training ResNet-18 at \(Self.side)×\(Self.side), \(precision.rawValue)"
        let note = "\(shards) shards of \(Self.batch), a thread each; Adam; \(Figure.text(step * 1e3)) ms a step"
        var rows = [
            Row(
                .training, what, ours: ours,
                beside: ("oneDNN's convolutions alone, all three passes", .init(samples / convolutions, "samples/s")),
                target: .atLeast(1 / 1.5), note: note,
                details: ["step_ms": step * 1e3, "convolutions_ms": convolutions * 1e3])
        ]
        if let torch = try TorchTraining(setting).measure(
            precision: precision, batch: shards * Self.batch, side: Self.side, say)
        {
            rows.append(
                Row(
                    .training, "\(what), beside PyTorch", ours: ours,
                    beside: (torch.name, .init(torch.samplesPerSecond, "samples/s")), target: .atLeast(1),
                    note: "the same trunk, batch and optimiser in PyTorch's better memory layout"))
        } else {
            say("python3-torch is not installed: no peer for training")
        }
        return rows
    }
}

/// Samples that cost nothing: the same noise in every step, and answers that shall be small.
private struct StillPictures: Objective {
    let outputs: Int
    let terms = ["square"]

    private struct Answers: Batch {
        func losses(
            outputs: UnsafeBufferPointer<Float>, features: UnsafeBufferPointer<Float>,
            outputGradient: UnsafeMutableBufferPointer<Float>, featureGradient: UnsafeMutableBufferPointer<Float>
        ) -> [Double] {
            var sum = 0.0
            for (i, value) in outputs.enumerated() {
                sum += Double(value * value)
                outputGradient[i] = 2 * value / Float(outputs.count)
            }
            return [sum / Double(outputs.count)]
        }
    }

    func batch(at place: BatchPlace, into input: UnsafeMutableBufferPointer<Float>) -> any Batch {
        if place.step == 0 {
            var random = SeededRandom(seed: UInt64(place.shard))
            for i in input.indices { input[i] = random.uniform(in: -2...2) }
        }
        return Answers()
    }
}
