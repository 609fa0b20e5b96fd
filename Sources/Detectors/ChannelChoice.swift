/// PaDiM keeps a random subset of the channels, chosen once (section III-C): `count` of `total`, ascending.
public enum ChannelChoice {
    /// A partial Fisher–Yates shuffle driven by SplitMix64, so that a seed means the same channels on every machine.
    /// - Precondition: `0 < count <= total`.
    public static func random(_ count: Int, of total: Int, seed: UInt64) -> [Int] {
        precondition(count > 0 && count <= total)
        var state = seed
        var channels = Array(0..<total)
        for i in 0..<count {
            let j = i + Int(next(&state, below: UInt64(total - i)))
            channels.swapAt(i, j)
        }
        return channels.prefix(count).sorted()
    }

    /// Unbiased: draws that fall into the last, incomplete block are drawn again.
    private static func next(_ state: inout UInt64, below bound: UInt64) -> UInt64 {
        let limit = UInt64.max - UInt64.max % bound
        while true {
            let value = splitMix64(&state)
            if value < limit { return value % bound }
        }
    }

    /// Steele, Lea & Flood (2014), "Fast splittable pseudorandom number generators".
    private static func splitMix64(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
