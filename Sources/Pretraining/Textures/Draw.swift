import Foundation
import Network

/// What a drawn texture draws its own numbers with.
extension SeededRandom {
    /// Log-uniform: as many sizes from 4 to 8 as from 8 to 16.
    mutating func size(in range: ClosedRange<Float>) -> Float {
        expf(uniform(in: logf(range.lowerBound)...logf(range.upperBound)))
    }

    /// Whether something happens that does in this share of the cases.
    mutating func happens(_ share: Float) -> Bool { uniform() < share }

    mutating func whole(in range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    mutating func one<Value>(of values: [Value]) -> Value { values[below(values.count)] }

    /// 1 or -1.
    mutating func sign() -> Float { happens(0.5) ? 1 : -1 }

    /// `value` times something near 1.
    mutating func near(_ value: Float, by share: Float) -> Float { value * expf(share * uniform(in: -1...1)) }

    mutating func angle() -> Float { uniform(in: 0...(2 * .pi)) }
}

@inline(__always) func clamped(_ value: Float) -> Float { min(max(value, 0), 1) }

/// 0 at `from`, 1 at `to`, smooth between; `from` may be the larger.
@inline(__always) func ramp(_ from: Float, _ to: Float, _ value: Float) -> Float {
    let t = clamped((value - from) / (to - from))
    return t * t * (3 - 2 * t)
}

@inline(__always) func fraction(_ value: Float) -> Float { value - value.rounded(.down) }

@inline(__always) func mixed(_ a: Float, _ b: Float, _ share: Float) -> Float { a + (b - a) * share }

/// The angle of a vector in -π...π to 0.0003: a tenth of the library's time.
@inline(__always) func quickAngle(_ y: Float, _ x: Float) -> Float {
    let (wide, high) = (abs(x), abs(y))
    let ratio = min(wide, high) / max(max(wide, high), 1e-20)
    let square = ratio * ratio
    var angle = ((-0.046_496_47 * square + 0.159_314_22) * square - 0.327_622_76) * square * ratio + ratio
    if high > wide { angle = .pi / 2 - angle }
    if x < 0 { angle = .pi - angle }
    return y < 0 ? -angle : angle
}

/// The sine of 2π · turns to 0.001.
@inline(__always) func wave(_ turns: Float) -> Float {
    let t = turns - (turns + 0.5).rounded(.down)
    let parabola = 8 * t * (1 - 2 * abs(t))
    return parabola * (0.775 + 0.225 * abs(parabola))
}
