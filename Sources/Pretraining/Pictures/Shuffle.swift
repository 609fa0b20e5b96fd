import Network

/// A random order of 0..<count that is asked for place by place and never stored: a Feistel network on the next power of
/// four, walked until it lands inside (Black & Rogaway 2002, cycle walking).
struct Shuffle {
    private let count: UInt64
    private let half: UInt64
    private let keys: [UInt64]

    /// - Precondition: `count` is positive.
    init(_ count: Int, random: SeededRandom) {
        precondition(count > 0)
        self.count = UInt64(count)
        var bits: UInt64 = 1
        while 1 << (2 * bits) < self.count { bits += 1 }
        half = bits
        var random = random
        keys = (0..<4).map { _ in random.next() }
    }

    /// What stands at a place.
    subscript(_ place: Int) -> Int {
        var value = UInt64(place)
        repeat { value = step(value) } while value >= count
        return Int(value)
    }

    private func step(_ value: UInt64) -> UInt64 {
        let mask = (1 as UInt64) << half - 1
        var (left, right) = (value >> half, value & mask)
        for key in keys {
            var mixed = (right ^ key) &* 0x9E37_79B9_7F4A_7C15
            mixed = (mixed ^ (mixed >> 29)) &* 0xBF58_476D_1CE4_E5B9
            (left, right) = (right, left ^ ((mixed >> 32) & mask))
        }
        return left << half | right
    }
}
