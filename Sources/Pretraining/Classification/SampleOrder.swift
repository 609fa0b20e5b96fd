import Network

/// Which picture is the n-th sample of a training: a function of n alone, so that a training that was interrupted goes on
/// with the right one.
struct SampleOrder: Sendable {
    private let seed: UInt64
    private let members: [Range<Int>]

    /// Classes come equally often whatever their sizes: every class once in random order, then again in another; in each
    /// class every picture once, then again in another order.
    init(seed: UInt64, classes members: [Range<Int>]) {
        self.seed = seed
        self.members = members
    }

    /// Every picture once in random order, then again in another.
    init(seed: UInt64, count: Int) { self.init(seed: seed, classes: [0..<count]) }

    func picture(_ sample: Int) -> Int {
        let round = sample / members.count
        let order = Shuffle(members.count, random: SeededRandom(seed: seed, 1, UInt64(round)))
        let label = order[sample % members.count]
        let own = members[label]
        let epoch = round / own.count
        let within = Shuffle(own.count, random: SeededRandom(seed: seed, 2, UInt64(label), UInt64(epoch)))
        return own.lowerBound + within[round % own.count]
    }
}

extension BatchPlace {
    /// The number of a shard's sample among all samples of a training that takes `count` a shard.
    func sample(_ i: Int, of count: Int) -> Int { (step * shards + shard) * count + i }
}

extension Architecture.Normalisation {
    /// Grey levels, 3 planes of `count`, as the network wants them.
    func apply(_ planes: UnsafeMutablePointer<Float>, count: Int) {
        for channel in 0..<3 {
            let (factor, offset) = (scale / deviation[channel], -mean[channel] / deviation[channel])
            let plane = planes + channel * count
            for i in 0..<count { plane[i] = plane[i] * factor + offset }
        }
    }
}
