import Foundation

extension Image {
    /// Independent Gaussian noise added to every coded value, `sigma` grey levels of standard deviation, rounded and
    /// clipped. It follows from the seed and the picture: the same picture always gets the same noise, two pictures
    /// never the same pattern, and another sigma scales the same noise.
    public func withNoise(sigma: Double, seed: UInt64 = 0) -> Image {
        guard sigma > 0 else { return self }
        var normal = NormalStream(seed: seed ^ fingerprint)
        let noisy = [UInt8](unsafeUninitializedCapacity: pixels.count) { out, count in
            for i in 0..<pixels.count {
                let value = Double(pixels[i]) + sigma * normal.next()
                out[i] = UInt8(min(max(value.rounded(), 0), 255))
            }
            count = out.count
        }
        return Image(width: width, height: height, pixels: noisy)
    }

    /// FNV-1a (Fowler, Noll & Vo) over sides and values.
    private var fingerprint: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for side in [width, height] { hash = (hash ^ UInt64(side)) &* 0x100_0000_01B3 }
        pixels.withUnsafeBufferPointer { for value in $0 { hash = (hash ^ UInt64(value)) &* 0x100_0000_01B3 } }
        return hash
    }
}

/// Standard normal numbers from SplitMix64 (Steele, Lea & Flood 2014), two at a time (Box & Muller 1958).
private struct NormalStream {
    private var state: UInt64
    private var spare: Double?

    init(seed: UInt64) { state = seed }

    mutating func next() -> Double {
        if let spare {
            self.spare = nil
            return spare
        }
        // 1 − u is never 0.
        let radius = (-2 * log(1 - unit())).squareRoot()
        let angle = 2 * .pi * unit()
        spare = radius * sin(angle)
        return radius * cos(angle)
    }

    private mutating func unit() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
}
