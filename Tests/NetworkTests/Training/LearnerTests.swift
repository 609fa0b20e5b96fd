import Disk
import Foundation
import Network
import SystemPackage
import Testing

struct LearnerTests {
    /// Three convolutions, one of them depthwise, with a residual connection: 24×24 samples end as 12×12 maps.
    static let architecture: Architecture = {
        func convolution(
            _ name: String, _ input: Int, _ from: Int, _ to: Int, kernel: Int, stride: Int = 1, groups: Int = 1,
            adds: Int? = nil, _ activation: Architecture.Activation
        ) -> Architecture.Layer {
            Architecture.Layer(
                name: name,
                operation: .convolution(
                    .init(
                        inputChannels: from, outputChannels: to, kernel: kernel, stride: stride,
                        padding: .symmetric(kernel / 2), groups: groups, adds: adds, activation: activation)),
                input: input)
        }
        return Architecture(
            name: "tiny", normalisation: .imageNet,
            layers: [
                convolution("stem", -1, 3, 16, kernel: 3, stride: 2, .relu),
                convolution("depthwise", 0, 16, 16, kernel: 3, groups: 16, .relu),
                convolution("project", 1, 16, 16, kernel: 1, adds: 0, .relu),
            ], taps: [Architecture.Tap(name: "project", layer: 2, channels: 16, stride: 2)])
    }()

    static let plan = TrainingPlan(
        architecture: architecture, head: .init(outputs: 2, grid: 1), width: 24, height: 24, batch: 8, precision: .f32)

    static func learner(
        _ optimiser: OptimiserSettings = .adam(weightDecay: 0.01, clip: 1), seed: UInt64 = 5, shards: Int = 2
    ) throws -> Learner {
        try Learner(plan, shards: shards, optimiser: optimiser, seed: seed, start: nil, objective: TwoColours())
    }

    /// All that a training carries along.
    static func bits(_ learner: Learner) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try withTemporaryFolder { folder in
            try learner.save(to: folder.appending("state"), metadata: [:])
            bytes = try folder.appending("state").readAll()
        }
        return bytes
    }

    @Test(arguments: [OptimiserSettings.adam(weightDecay: 0.01, clip: 1), .momentum(weightDecay: 1e-4)])
    func learnsATrivialTask(optimiser: OptimiserSettings) throws {
        let learner = try Self.learner(optimiser)
        let losses = try (0..<60).map { _ in try learner.step(TwoColours(), rate: 0.02).terms[0] }
        #expect(learner.stepsDone == 60)
        let (first, last) = (losses.prefix(5).reduce(0, +) / 5, losses.suffix(5).reduce(0, +) / 5)
        #expect(first > 0.3 && last < 0.1 * first, "from \(first) to \(last)")
    }

    @Test(arguments: [OptimiserSettings.adam(weightDecay: 0.01, clip: 1), .momentum(weightDecay: 1e-4)])
    func goesOnFromItsStateToTheBit(optimiser: OptimiserSettings) throws {
        let whole = try Self.learner(optimiser)
        for _ in 0..<12 { _ = try whole.step(TwoColours(), rate: 0.01) }

        let before = try Self.learner(optimiser)
        for _ in 0..<7 { _ = try before.step(TwoColours(), rate: 0.01) }
        let after = try Self.learner(optimiser, seed: 99)
        try withTemporaryFolder { folder in
            let path = folder.appending("state.safetensors")
            try before.save(to: path, metadata: ["recipe": "é"])
            #expect(try after.restore(from: path) == ["recipe": "é"])
        }
        #expect(after.stepsDone == 7)
        #expect(try Self.bits(after) == Self.bits(before))
        for _ in 0..<5 { _ = try after.step(TwoColours(), rate: 0.01) }
        #expect(try Self.bits(after) == Self.bits(whole))
        #expect(
            try after.checkpoint(metadata: ["a": "b"]).safetensors == whole.checkpoint(metadata: ["a": "b"]).safetensors
        )
    }

    /// One step put together by hand from two networks.
    @Test func aStepIsTheMeanOfItsShards() throws {
        let learner = try Self.learner(.momentum(0.5), seed: 8)
        _ = try learner.step(TwoColours(), rate: 0.1)
        var saved: [String: Tensor] = [:]
        try withTemporaryFolder { folder in
            try learner.save(to: folder.appending("state"))
            saved = try Checkpoint.readSafetensors(folder.appending("state")).tensors
        }
        var gradients: [[Float]] = []
        var statistics: [[Float]] = []
        let networks = try (0..<2).map { _ in try TrainingNetwork(Self.plan) }
        let layout = networks[0].layout
        let start = TrainingNetwork.randomParameters(layout, seed: 8)
        for (shard, network) in networks.enumerated() {
            let place = BatchPlace(step: 0, shard: shard, shards: 2, count: 8, width: 24, height: 24)
            let batch = try TwoColours().batch(at: place, into: network.input)
            try network.forward(start)
            _ = batch.losses(
                outputs: network.outputs, features: network.features, outputGradient: network.outputGradient,
                featureGradient: network.featureGradient)
            var gradient = [Float](repeating: 0, count: layout.count)
            try network.backward(start, into: &gradient)
            gradients.append(gradient)
            statistics.append(Array(network.statistics))
        }
        for entry in layout.entries {
            let found = try #require(saved["parameter.\(entry.name)"]?.values)
            for (value, i) in zip(found, entry.range) {
                let expected = start[i] - 0.1 * (gradients[0][i] + gradients[1][i]) / 2
                #expect(abs(value - expected) <= 1e-6 * max(1, abs(expected)), "\(entry.name)")
            }
        }
        // Half as many numbers in each direction behind a stride of 2.
        let samples = Float(8 * 12 * 12)
        let means = try #require(saved["running.mean"]?.values)
        let variances = try #require(saved["running.variance"]?.values)
        #expect(means.count == 48 && variances.count == 48)
        for c in means.indices {
            let mean = (statistics[0][c] + statistics[1][c]) / 2
            let variance = (statistics[0][48 + c] + statistics[1][48 + c]) / 2 * samples / (samples - 1)
            #expect(abs(means[c] - 0.1 * mean) < 1e-6)
            #expect(abs(variances[c] - (0.9 + 0.1 * variance)) < 1e-6)
        }
    }

    @Test func beginsWithTheCheckpointThatItIsGiven() throws {
        let taught = try Self.learner()
        for _ in 0..<10 { _ = try taught.step(TwoColours(), rate: 0.01) }
        let start = try taught.checkpoint()
        let learner = try Learner(
            Self.plan, shards: 2, optimiser: .adam(), seed: 1, start: start, objective: TwoColours())
        let again = try learner.checkpoint()
        #expect(Set(again.tensors.keys) == Set(start.tensors.keys))
        for (name, tensor) in start.tensors {
            let found = try #require(again.tensors[name])
            #expect(found.shape == tensor.shape)
            for (a, b) in zip(found.values, tensor.values) { #expect(abs(a - b) < 1e-5 * max(1, abs(b)), "\(name)") }
        }
        var other = start
        other.tensors["stem.weight"] = nil
        #expect(throws: NetworkError.self) {
            _ = try Learner(
                Self.plan, shards: 2, optimiser: .adam(), seed: 1, start: other, objective: TwoColours())
        }
    }

    @Test func oneCoreAndAllGiveTheSameBits() throws {
        let (alone, together) = (try Self.learner(shards: 3), try Self.learner(shards: 3))
        alone.threads = .one
        for _ in 0..<5 {
            let (a, b) = (try alone.step(TwoColours(), rate: 0.01), try together.step(TwoColours(), rate: 0.01))
            #expect(a.terms == b.terms && a.gradientNorm == b.gradientNorm)
        }
        #expect(try Self.bits(alone) == Self.bits(together))
    }

    @Test(arguments: [TwoColours.Accident.loss(step: 3), .gradient(step: 3), .input(step: 3)])
    func whatIsNoNumberStopsTheTrainingBeforeItDoesHarm(accident: TwoColours.Accident) throws {
        let learner = try Self.learner()
        let objective = TwoColours(accident: accident)
        for _ in 0..<3 { _ = try learner.step(objective, rate: 0.01) }
        let good = try Self.bits(learner)
        let error = try #require(throws: NetworkError.self) { _ = try learner.step(objective, rate: 0.01) }
        #expect(error.code == .notFinite && error.subject == "step 4", "\(error)")
        #expect(learner.stepsDone == 3)
        #expect(try Self.bits(learner) == good)
        // And goes on as if nothing had happened.
        let untouched = try Self.learner()
        for _ in 0..<4 { _ = try untouched.step(TwoColours(), rate: 0.01) }
        _ = try learner.step(TwoColours(), rate: 0.01)
        #expect(try Self.bits(learner) == Self.bits(untouched))
    }

    @Test func whatTheObjectiveThrowsComesThrough() throws {
        let learner = try Self.learner()
        let objective = TwoColours(accident: .error(step: 1))
        _ = try learner.step(objective, rate: 0.01)
        let good = try Self.bits(learner)
        #expect(throws: TwoColours.Stumbled(step: 1)) { _ = try learner.step(objective, rate: 0.01) }
        #expect(try Self.bits(learner) == good)
    }

    @Test func statesOfOtherTrainingsAreRefused() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("state.safetensors")
            try Self.learner(.momentum()).save(to: path)
            for other in [try Self.learner(.adam()), try Self.learner(.momentum(), shards: 1)] {
                _ = try other.step(TwoColours(), rate: 0.01)
                let good = try Self.bits(other)
                let error = try #require(throws: NetworkError.self) { _ = try other.restore(from: path) }
                #expect(error.code == .mismatch && error.subject == path.printable)
                #expect(error.message.contains("momentum 0.9") || error.message.contains("2×8, not 1×8"), "\(error)")
                #expect(try Self.bits(other) == good && other.stepsDone == 1)
            }
        }
    }

    @Test func damagedStatesAreRefused() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("state.safetensors")
            let learner = try Self.learner()
            let good = try Self.bits(learner)
            var bytes = good
            bytes[bytes.count - 5] ^= 1
            try path.writeAtomically(bytes)
            let error = try #require(throws: NetworkError.self) { _ = try learner.restore(from: path) }
            #expect(error.code == .malformed && error.message.contains("damaged"))
            #expect(try Self.bits(learner) == good)
        }
    }

    @Test func timesAddUp() throws {
        let outcome = try Self.learner().step(TwoColours(), rate: 0.01)
        let times = outcome.times
        for part in [times.batch, times.forward, times.losses, times.backward, times.update] { #expect(part > 0) }
        #expect(times.update < outcome.seconds && outcome.gradientNorm > 0 && outcome.terms.count == 2)
    }
}
