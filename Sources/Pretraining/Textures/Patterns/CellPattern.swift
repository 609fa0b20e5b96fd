import Foundation
import Network

/// Voronoi cells (Worley 1996): crackle, mortar, leather, scales, mosaics, pebbles.
struct CellPattern: Pattern {
    private enum Form: CaseIterable { case crackle, pebbles, mosaic, scales, rings, leather }

    private let form: Form
    private let period: Float
    private let jitter: Float
    private let stretch: Float
    private let joint: Float
    private let roughness: Float
    private let relief: Float
    private let isInverted: Bool

    init(random: inout SeededRandom) {
        form = random.one(of: Form.allCases)
        period = random.size(in: 6...38)
        jitter = random.happens(0.3) ? random.uniform(in: 0.15...0.45) : random.uniform(in: 0.7...1)
        stretch = random.happens(0.4) ? random.size(in: 1.5...3.5) : 1
        joint = random.size(in: 0.04...0.25)
        roughness = random.happens(0.5) ? random.uniform(in: 0.03...0.15) : 0
        relief = random.happens(0.7) ? random.uniform(in: 0.15...0.6) : 0
        isInverted = random.happens(0.4)
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let noise = GradientNoise(random: &random)
        let jitter = jitter
        let count = 256
        // A torus of cells, far larger than any picture.
        let points = (0..<(count * count / 4)).map { _ in
            SIMD2(0.5 + jitter * (random.uniform() - 0.5), 0.5 + jitter * (random.uniform() - 0.5))
        }
        let (across, along) = (1 / period, 1 / (period * stretch))
        let height = relief * period
        points.withUnsafeBufferPointer { points in
            surface.paint(pose) { x, y in
                let (u, v) = (x * along, y * across)
                let (left, top) = (u.rounded(.down), v.rounded(.down))
                let (i, j) = (Int(left), Int(top))
                var (first, second) = (Float.infinity, Float.infinity)
                var owner = (i, j)
                for dj in -1...1 {
                    for di in -1...1 {
                        let point = points[((j + dj) & 127) * 128 + ((i + di) & 127)]
                        let dx = Float(di) + point.x - (u - left)
                        let dy = Float(dj) + point.y - (v - top)
                        let square = dx * dx + dy * dy
                        if square < first {
                            (second, first) = (first, square)
                            owner = (i + di, j + dj)
                        } else if square < second {
                            second = square
                        }
                    }
                }
                let (near, far) = (first.squareRoot(), second.squareRoot())
                let inside = ramp(0, joint, far - near - 0.02)
                let own = noise.level(owner.0, owner.1)
                var tone: Float
                var lift = inside
                switch form {
                case .crackle: tone = 0.15 + 0.6 * inside
                case .pebbles:
                    tone = inside * (0.35 + 0.5 * own)
                    lift = inside * (1 - near * near)
                case .mosaic: tone = inside * (0.15 + 0.85 * own)
                case .scales:
                    tone = clamped(near * 1.1)
                    lift = near
                case .rings:
                    tone = 0.5 + 0.5 * wave(near * 3)
                    lift = tone * 0.4
                case .leather:
                    lift = clamped((far - near) * 1.5)
                    tone = 0.3 + 0.4 * lift
                }
                if isInverted { tone = 1 - tone }
                if roughness > 0 { tone += roughness * noise(x * 0.5, y * 0.5) }
                return (clamped(tone), height * lift)
            }
        }
    }
}
