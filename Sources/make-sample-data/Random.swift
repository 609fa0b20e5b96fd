/// A stream of numbers that is the same on every run and machine: xoshiro256** (Blackman & Vigna, 2018), its state
/// filled by SplitMix64 from the FNV-1a hash of a name. Every part names its own stream, so adding a part, or
/// rendering parts in another order, changes no other part. The standard library's `random(in:using:)` is not used:
/// how it turns bits into numbers is not promised to stay.
struct SeededRandom {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    init(named name: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        func next() -> UInt64 {
            hash &+= 0x9e37_79b9_7f4a_7c15
            var z = hash
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
        state = (next(), next(), next(), next())
    }

    mutating func bits() -> UInt64 {
        func rotate(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
        let result = rotate(state.1 &* 5, 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = rotate(state.3, 45)
        return result
    }

    /// Uniform in `low ..< high`, with 24 bits.
    mutating func uniform(_ low: Float, _ high: Float) -> Float {
        low + (high - low) * Float(bits() >> 40) * 0x1p-24
    }

    /// Uniform in `0 ..< count`; the bias of the multiplication is below 2⁻³⁰ for the counts used here.
    mutating func index(below count: Int) -> Int { Int(((bits() >> 32) * UInt64(count)) >> 32) }

    /// -1 or 1.
    mutating func sign() -> Float { bits() >> 63 == 0 ? -1 : 1 }

    /// Standard normal, as the sum of four uniforms: bounded by ±3.5, so no part is ever freakish, and free of libm.
    mutating func normal() -> Float {
        let word = bits()
        var sum = 0
        for shift in stride(from: 0, to: 64, by: 16) { sum += Int((word >> UInt64(shift)) & 0xffff) }
        return (Float(sum) / 65535 - 2) * 1.7320508
    }

    /// A seed for a noise field.
    mutating func seed() -> UInt32 { UInt32(truncatingIfNeeded: bits() >> 32) }
}
