/// What BatchNorm uses once the training is over: means and variances of its input, carried along step by step (Ioffe &
/// Szegedy 2015, section 3.1).
struct RunningStatistics: Equatable, Sendable {
    /// How much of a step's statistics goes into the running ones.
    static let momentum: Float = 0.1

    /// Of every BatchNorm's channels, in the order of the layers.
    var means: [Float]
    var variances: [Float]
    /// n / (n − 1) for each channel, n the numbers of a shard that its variance is taken over: what makes it unbiased.
    private let corrections: [Float]

    /// Nothing known yet: mean 0, variance 1.
    /// - Parameter samples: for each channel, the numbers of one shard that its statistics are taken over.
    init(samples: [Int]) {
        means = Array(repeating: 0, count: samples.count)
        variances = Array(repeating: 1, count: samples.count)
        corrections = samples.map { $0 > 1 ? Float(Double($0) / Double($0 - 1)) : 1 }
    }

    /// These after one more step.
    /// - Parameter shards: each shard's means, then its biased variances, all as long as twice the channels. Shards are
    ///   averaged in their order: each normalises by its own statistics, and so shall the finished network by what they
    ///   were on average.
    func adding(_ shards: [UnsafeBufferPointer<Float>]) -> RunningStatistics {
        var next = self
        let channels = means.count
        let share = 1 / Float(shards.count)
        for channel in 0..<channels {
            var (mean, variance): (Float, Float) = (0, 0)
            for shard in shards {
                mean += shard[channel]
                variance += shard[channels + channel]
            }
            next.means[channel] += Self.momentum * (mean * share - means[channel])
            next.variances[channel] += Self.momentum * (variance * share * corrections[channel] - variances[channel])
        }
        return next
    }

    var isFinite: Bool { means.allSatisfy(\.isFinite) && variances.allSatisfy(\.isFinite) }
}
