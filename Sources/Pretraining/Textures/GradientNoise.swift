import Foundation
import Network

/// Gradient noise over the plane (Perlin 1985, with the quintic curves of 2002). Repeats after 256 units.
struct GradientNoise {
    private let gradients: [SIMD2<Float>]
    private let order: [UInt8]

    init(random: inout SeededRandom) {
        gradients = (0..<256).map { i in
            let angle = Float(i) / 256 * 2 * .pi
            return SIMD2(cosf(angle), sinf(angle))
        }
        var order = Array(0...255 as ClosedRange<UInt8>)
        order.shuffle(using: &random)
        self.order = order
    }

    /// About -1...1, features of size 1.
    @inline(__always)
    func callAsFunction(_ x: Float, _ y: Float) -> Float {
        let (left, top) = (x.rounded(.down), y.rounded(.down))
        let (i, j) = (Int(left), Int(top))
        let (u, v) = (x - left, y - top)
        let a = corner(i, j, u, v)
        let b = corner(i + 1, j, u - 1, v)
        let c = corner(i, j + 1, u, v - 1)
        let d = corner(i + 1, j + 1, u - 1, v - 1)
        let (s, t) = (fade(u), fade(v))
        let upper = a + (b - a) * s
        return 1.6 * (upper + (c + (d - c) * s - upper) * t)
    }

    /// Octaves, each twice as fine and `gain` as strong; the sum of the strengths is 1.
    @inline(__always)
    func fractal(_ x: Float, _ y: Float, octaves: Int, gain: Float, ridged: Bool = false) -> Float {
        var (sum, strength, total) = (0 as Float, 1 as Float, 0 as Float)
        var (u, v) = (x, y)
        for _ in 0..<octaves {
            let value = self(u, v)
            sum += strength * (ridged ? 1 - 2 * abs(value) : value)
            total += strength
            strength *= gain
            // Turned by about 37°, so that the lattices do not line up.
            (u, v) = (1.6 * u - 1.2 * v + 17.3, 1.2 * u + 1.6 * v + 5.7)
        }
        return sum / total
    }

    @inline(__always)
    private func corner(_ i: Int, _ j: Int, _ u: Float, _ v: Float) -> Float {
        let gradient = gradients[Int(order[(Int(order[i & 255]) + j) & 255])]
        return gradient.x * u + gradient.y * v
    }

    @inline(__always)
    private func fade(_ t: Float) -> Float { t * t * t * (t * (t * 6 - 15) + 10) }

    /// A random number of a whole coordinate, 0..<1.
    @inline(__always)
    func level(_ i: Int, _ j: Int) -> Float {
        Float(order[(Int(order[(Int(order[i & 255]) + j) & 255]) + (i >> 8) + (j >> 8)) & 255]) / 256
    }
}
