import Network
import Testing

/// The optimisers against the textbook's formulas in double precision.
struct OptimiserTests {
    /// Odd lengths, so that no slice fills the vectors; one is longer than a slice.
    static let entries: [(range: Range<Int>, decays: Bool)] = [(0..<70_001, true), (70_001..<70_018, false)]
    static let count = 70_018

    static func values(_ stream: UInt64, scale: Float = 1) -> [Float] {
        var random = SeededRandom(seed: 11, stream)
        return (0..<count).map { _ in scale * random.normal() }
    }

    /// Steps of `settings` with gradients of their own each, and the parameters that `plain` makes of the same.
    static func run(
        _ settings: OptimiserSettings, threads: TrainingThreads = .everyCore, steps: Int = 20
    ) -> (parameters: [Float], moments: [[Float]]) {
        let optimiser = Optimiser(settings, entries: entries)
        let parameters = AlignedFloats(values(0))
        for step in 1...steps {
            let gradient = AlignedFloats(values(UInt64(step)))
            let length = optimiser.average([gradient], on: threads)
            optimiser.update(
                parameters, gradient: gradient, scale: optimiser.scale(forLength: length), rate: 0.01 / Double(step),
                step: step, on: threads)
        }
        return (parameters.values, optimiser.moments.map(\.values))
    }

    /// Whether the parameters are what they should be but for single precision: 1e-5 of the way that the furthest one went,
    /// and half a unit in the last place of the largest for each step.
    static func agrees(_ values: [Float], _ expected: [Double], steps: Int = 20) -> Bool {
        let start = Self.values(0)
        var (worst, moved, largest) = (0.0, 0.0, 0.0)
        for i in 0..<count {
            worst = max(worst, abs(Double(values[i]) - expected[i]))
            moved = max(moved, abs(expected[i] - Double(start[i])))
            largest = max(largest, abs(expected[i]))
        }
        return moved > 0 && worst <= 1e-5 * moved + Double(steps) * Double(Float(largest).ulp) / 2
    }

    @Test(arguments: [0, 0.5], [nil, 3] as [Double?])
    func adamIsThatOfTheTextbook(decay: Double, clip: Double?) {
        let (beta1, beta2, epsilon) = (0.8, 0.95, 1e-6)
        let (found, _) = Self.run(
            .adam(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay, clip: clip))
        var p = Self.values(0).map(Double.init)
        var m = [Double](repeating: 0, count: Self.count)
        var v = m
        for step in 1...20 {
            let gradient = Self.clipped(Self.values(UInt64(step)).map(Double.init), clip)
            let rate = 0.01 / Double(step)
            let (unbias1, unbias2) = (1 - Self.power(beta1, step), 1 - Self.power(beta2, step))
            for i in 0..<Self.count {
                m[i] = beta1 * m[i] + (1 - beta1) * gradient[i]
                v[i] = beta2 * v[i] + (1 - beta2) * gradient[i] * gradient[i]
                let decays = i < 70_001 ? decay : 0
                p[i] -= rate * (m[i] / unbias1 / ((v[i] / unbias2).squareRoot() + epsilon) + decays * p[i])
            }
        }
        #expect(Self.agrees(found, p))
    }

    @Test(arguments: [0, 0.5], [nil, 3] as [Double?])
    func momentumIsThatOfTheTextbook(decay: Double, clip: Double?) {
        let (found, _) = Self.run(.momentum(0.9, weightDecay: decay, clip: clip))
        var p = Self.values(0).map(Double.init)
        var velocity = [Double](repeating: 0, count: Self.count)
        for step in 1...20 {
            let gradient = Self.clipped(Self.values(UInt64(step)).map(Double.init), clip)
            for i in 0..<Self.count {
                velocity[i] = 0.9 * velocity[i] + gradient[i] + (i < 70_001 ? decay : 0) * p[i]
                p[i] -= 0.01 / Double(step) * velocity[i]
            }
        }
        #expect(Self.agrees(found, p))
    }

    @Test(arguments: [OptimiserSettings.adam(weightDecay: 0.1, clip: 1), .momentum(weightDecay: 0.1, clip: 1)])
    func threadsChangeNoBit(settings: OptimiserSettings) {
        let (alone, together) = (Self.run(settings, threads: .one), Self.run(settings, threads: .everyCore))
        #expect(alone.parameters == together.parameters && alone.moments == together.moments)
    }

    @Test func gradientsAreAveragedInOrder() {
        let shards = (1...3).map { Self.values($0) }
        let blocks = shards.map { AlignedFloats($0) }
        let optimiser = Optimiser(.momentum(), entries: Self.entries)
        let length = optimiser.average(blocks, on: .everyCore)
        let expected = (0..<Self.count).map { (shards[0][$0] + shards[1][$0] + shards[2][$0]) * (1 / 3 as Float) }
        #expect(blocks[0].values == expected)
        let squares = expected.reduce(0) { $0 + Double($1) * Double($1) }
        #expect(abs(length - squares.squareRoot()) < 1e-9 * length)
        #expect(blocks[1].values == shards[1])
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity], [0, 70_000, 70_017])
    func oneBadNumberShowsInTheLength(bad: Float, place: Int) {
        var values = Self.values(1)
        values[place] = bad
        let optimiser = Optimiser(.momentum(), entries: Self.entries)
        #expect(!optimiser.average([AlignedFloats(Self.values(2)), AlignedFloats(values)], on: .everyCore).isFinite)
    }

    @Test func longGradientsAreShortened() {
        let clipping = Optimiser(.momentum(clip: 2), entries: Self.entries)
        #expect(clipping.scale(forLength: 8) == 0.25)
        #expect(clipping.scale(forLength: 1.5) == 1)
        #expect(Optimiser(.momentum(), entries: Self.entries).scale(forLength: 8) == 1)
    }

    @Test func settingsThatCannotBeMeantSaySo() {
        #expect(OptimiserSettings.adam().fault == nil && OptimiserSettings.momentum(0).fault == nil)
        let faults: [OptimiserSettings] = [
            .adam(beta1: 1), .adam(beta2: -0.1), .adam(epsilon: 0), .momentum(1), .momentum(.nan),
            .adam(weightDecay: -1), .adam(clip: 0), .momentum(clip: .infinity),
        ]
        for settings in faults { #expect(settings.fault != nil, "\(settings)") }
    }

    private static func clipped(_ gradient: [Double], _ clip: Double?) -> [Double] {
        let length = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard let clip, length > clip else { return gradient }
        return gradient.map { $0 * clip / length }
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { power, _ in power * base }
    }
}
