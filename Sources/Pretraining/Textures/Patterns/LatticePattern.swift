import Foundation
import Network

/// Things in rows: bricks, tiles, hexagons, perforated sheet, studs, knurls, gratings.
struct LatticePattern: Pattern {
    private enum Form: CaseIterable { case bricks, honeycomb, holes, studs, knurl, grating, plates }

    private let form: Form
    private let period: Float
    private let aspect: Float
    private let offset: Float
    private let gap: Float
    private let unevenness: Float
    private let jitter: Float
    private let relief: Float
    private let outline: Outline
    private let roughness: Float
    private let isDarkOnLight: Bool

    init(random: inout SeededRandom) {
        form = random.one(of: Form.allCases)
        period = random.size(in: 8...45)
        aspect = random.size(in: 0.4...1.6)
        offset = random.one(of: [0, 0.5, 0.5, 0.33])
        gap = random.uniform(in: 0.05...0.3)
        unevenness = random.happens(0.6) ? random.uniform(in: 0.05...0.4) : 0.02
        jitter = random.happens(0.4) ? random.uniform(in: 0.02...0.12) : 0
        relief = random.uniform(in: 0.06...0.4)
        outline = Outline(random.one(of: Outline.Kind.allCases), random: &random)
        roughness = random.happens(0.5) ? random.uniform(in: 0.02...0.12) : 0
        isDarkOnLight = random.happens(0.5)
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let noise = GradientNoise(random: &random)
        let lift = relief * period
        surface.paint(pose) { x, y in
            let row = (y / (period * aspect)).rounded(.down)
            let u = x / period + offset * row
            let (i, j) = (Int(u.rounded(.down)), Int(row))
            let own = noise.level(i, j)
            let other = noise.level(i + 71, j + 13)
            var a = 2 * fraction(u) - 1 + jitter * 4 * (own - 0.5)
            var b = 2 * fraction(y / (period * aspect)) - 1 + jitter * 4 * (other - 0.5)
            var (tone, height): (Float, Float)
            switch form {
            case .bricks, .plates:
                let pixels = min((1 - abs(a)) * period, (1 - abs(b)) * period * aspect) / 2
                let inside = ramp(gap * period * 0.4 - 0.7, gap * period * 0.4 + 0.7, pixels)
                tone = inside * (0.45 + unevenness * (own - 0.5) * 2)
                let slope = form == .plates ? 0.25 * (a * (own - 0.5) + b * (other - 0.5)) : 0
                height = lift * inside * (0.7 + slope)
            case .honeycomb:
                // The nearer of two centred rectangular lattices.
                let (p, q) = (x / period, y / (period * 1.732))
                let first = hexagon(p, q)
                let second = hexagon(p + 0.5, q + 0.5)
                let edge = max(first, second)
                let inside = ramp(gap * 0.7, gap * 0.7 + 3 / period, edge)
                tone = 0.15 + 0.65 * inside
                height = -lift * inside
            case .holes, .studs:
                let short = min(1, aspect)
                (a, b) = (a / short, b * aspect / short)
                let depth = outline.depth(a / (1 - gap), b / (1 - gap))
                let inside = ramp(-0.04, 0.08, depth)
                tone = form == .holes ? 0.75 - 0.65 * inside : 0.4 + 0.35 * inside
                height = form == .holes ? -lift * inside : lift * clamped(depth * 2).squareRoot()
            case .knurl:
                let (p, q) = (fraction((x + y * aspect) / period), fraction((x - y * aspect) / period))
                let pyramid = min(min(p, 1 - p), min(q, 1 - q)) * 2
                tone = 0.4 + 0.3 * pyramid
                height = lift * 1.5 * pyramid
            case .grating:
                let bar = ramp(gap, gap + 3 / period, abs(a))
                let cross = ramp(gap * 0.6, gap * 0.6 + 3 / period, abs(b))
                tone = 0.1 + 0.7 * max(1 - bar, 1 - cross)
                height = lift * max(1 - bar, (1 - cross) * 0.5)
            }
            if isDarkOnLight { tone = 0.9 - tone }
            if roughness > 0 { tone += roughness * noise.fractal(x * 0.4, y * 0.4, octaves: 2, gain: 0.6) }
            return (clamped(tone), height)
        }
    }

    /// How far inside its hexagon a place is: 0 at the edge or outside, 1 at the centre.
    @inline(__always)
    private func hexagon(_ p: Float, _ q: Float) -> Float {
        let x = abs(p - p.rounded()) * 2
        let y = abs(q - q.rounded()) * 2 * 1.732
        return max(0, 1 - max(x, 0.5 * x + 0.866 * y))
    }
}
