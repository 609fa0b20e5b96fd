/// One thread's share of a training's steps: its own network, its own gradient.
final class Shard {
    let network: TrainingNetwork
    let gradient: AlignedFloats
    private(set) var terms: [Double] = []
    private(set) var times = StepTimes()

    init(_ plan: TrainingPlan) throws(NetworkError) {
        network = try TrainingNetwork(plan)
        gradient = AlignedFloats(count: network.layout.count)
    }

    /// Makes the samples of `place` and leaves their losses in `terms` and the gradient of the first in `gradient`.
    func run(_ objective: any Objective, at place: BatchPlace, _ parameters: AlignedFloats) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let batch = try objective.batch(at: place, into: network.input)
        let filled = clock.now
        try network.forward(parameters.start)
        let answered = clock.now
        terms = batch.losses(
            outputs: network.outputs, features: network.features, outputGradient: network.outputGradient,
            featureGradient: network.featureGradient)
        let judged = clock.now
        try network.backward(parameters.start, into: gradient.start)
        times = StepTimes(
            batch: (filled - start).inSeconds, forward: (answered - filled).inSeconds,
            losses: (judged - answered).inSeconds, backward: (clock.now - judged).inSeconds)
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + 1e-18 * Double(components.attoseconds) }
}
