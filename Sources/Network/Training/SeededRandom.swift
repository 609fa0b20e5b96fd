import Foundation

/// Random numbers that depend on a seed and a path of numbers alone: whatever is drawn for sample 7 of step 1200 is drawn
/// again after a restart, on any machine, in any order of threads. SplitMix64 (Steele, Lea & Flood 2014).
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// - Parameter path: what the numbers are for, as (step, sample); other paths give unrelated streams.
    public init(seed: UInt64, _ path: UInt64...) {
        state = path.reduce(Self.mix(seed)) { Self.mix($0 ^ Self.mix($1 &+ 0x632B_E59B_D9B4_E019)) }
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// Uniform in 0..<1, in steps of 2⁻²⁴.
    public mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// Uniform in `range`.
    public mutating func uniform(in range: ClosedRange<Float>) -> Float {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// Standard normal (Box & Muller 1958).
    public mutating func normal() -> Float {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * .pi * uniform())
    }

    /// Uniform in 0..<count.
    /// - Precondition: `count` is positive.
    public mutating func below(_ count: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
