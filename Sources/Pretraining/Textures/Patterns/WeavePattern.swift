import Foundation
import Network

/// Threads and stripes: plain weave, twill, basket, mesh, knit, herringbone, stripes, checks.
struct WeavePattern: Pattern {
    private enum Form: CaseIterable { case weave, twill, basket, mesh, knit, herringbone, stripes, checks }

    private let form: Form
    private let period: Float
    private let aspect: Float
    private let thread: Float
    private let twill: Int
    private let unevenness: Float
    private let wander: Float
    private let warpTone: Float
    private let weftTone: Float
    private let relief: Float
    private let rhythm: [Float]

    init(random: inout SeededRandom) {
        form = random.one(of: Form.allCases)
        period = random.size(in: form == .stripes || form == .checks ? 4...40 : 4.5...22)
        aspect = random.size(in: 0.6...1.7)
        thread = random.uniform(in: form == .mesh ? 0.15...0.45 : 0.6...0.98)
        twill = random.whole(in: 3...6)
        unevenness = random.uniform(in: 0.02...0.25)
        wander = random.happens(0.6) ? random.uniform(in: 0.05...0.5) : 0
        warpTone = random.uniform(in: 0.3...1)
        weftTone = random.happens(0.5) ? warpTone : random.uniform(in: 0.2...1)
        relief = random.uniform(in: 0.05...0.3)
        rhythm = (0..<random.whole(in: 2...7)).map { _ in random.uniform() }
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let noise = GradientNoise(random: &random)
        let depth = relief * period
        surface.paint(pose) { x, y in
            var (u, v) = (x / period, y / (period * aspect))
            if wander > 0 {
                u += wander * noise(x / 45, y / 45)
                v += wander * noise(x / 45 + 99, y / 45 + 51)
            }
            let (i, j) = (Int(u.rounded(.down)), Int(v.rounded(.down)))
            let (a, b) = (2 * (u - Float(i)) - 1, 2 * (v - Float(j)) - 1)
            let ownWarp = warpTone + unevenness * (noise.level(i, 7) - 0.5) * 2
            let ownWeft = weftTone + unevenness * (noise.level(3, j) - 0.5) * 2
            switch form {
            case .stripes:
                let tone = rhythm[((i % rhythm.count) + rhythm.count) % rhythm.count]
                let previous = rhythm[(((i - 1) % rhythm.count) + rhythm.count) % rhythm.count]
                return (mixed(previous, tone, ramp(-1, -1 + 3 / period, a)), 0)
            case .checks:
                let (p, q) = (rhythm[i & 1], rhythm[(j & 1 + 1) % rhythm.count])
                return (0.5 * (p + q) + 0.1 * wave(b * 0.5), 0)
            case .knit:
                let slant = v + 0.55 * abs(a)
                let row = fraction(slant) * 2 - 1
                let across = 1 - a * a
                let lift = (1 - row * row) * (0.4 + 0.6 * across) * ramp(0, 0.3, abs(a))
                return (clamped(ownWarp * (0.25 + 0.75 * lift)), depth * 1.5 * lift)
            case .herringbone:
                let slant = i & 1 == 0 ? v + u : v - u
                let row = fraction(slant * 1.5) * 2 - 1
                let lift = (1 - row * row) * ramp(0, 0.15, 1 - abs(a))
                return (clamped(ownWarp * (0.3 + 0.7 * lift)), depth * lift)
            case .weave, .twill, .basket, .mesh:
                let isWarpUp: Bool =
                    switch form {
                    case .twill: ((i + j) % twill + twill) % twill < twill / 2
                    case .basket: ((i >> 1) + (j >> 1)) & 1 == 0
                    default: (i + j) & 1 == 0
                    }
                let warp = profile(a)
                let weft = profile(b)
                let (top, under) = isWarpUp ? (warp, weft) : (weft, warp)
                let (topTone, underTone) = isWarpUp ? (ownWarp, ownWeft) : (ownWeft, ownWarp)
                let crown = 1 - 0.5 * (isWarpUp ? b * b : a * a)
                if top > 0 {
                    return (clamped(topTone * (0.35 + 0.65 * top * crown)), depth * (1 + top * crown))
                }
                if under > 0 { return (clamped(underTone * (0.2 + 0.45 * under)), depth * under * 0.6) }
                return (0.02, 0)
            }
        }
    }

    /// Of a round thread; 0 beside it.
    @inline(__always)
    private func profile(_ across: Float) -> Float {
        let t = across / thread
        return max(0, 1 - t * t).squareRoot()
    }
}
