import Foundation
import Network

/// Attractors of iterated function systems by the chaos game (Barnsley 1988): a few affine maps make a class, as in
/// FractalDB (Kataoka et al. 2020).
struct FractalPattern: Pattern {
    private struct Map {
        var a, b, c, d, e, f: Float
        var area: Float { abs(a * d - b * c) + 0.02 }
    }

    private let maps: [Map]
    private let repeats: Int
    private let relief: Float

    init(random: inout SeededRandom) {
        maps = (0..<random.whole(in: 2...4)).map { _ in
            // A turn, two shrinkings, a turn: always a contraction.
            let (t, p) = (random.angle(), random.angle())
            let (s, q) = (random.uniform(in: 0.35...0.85), random.uniform(in: 0.1...0.7) * random.sign())
            return Map(
                a: s * cosf(t) * cosf(p) - q * sinf(t) * sinf(p), b: -s * cosf(t) * sinf(p) - q * sinf(t) * cosf(p),
                c: s * sinf(t) * cosf(p) + q * cosf(t) * sinf(p), d: -s * sinf(t) * sinf(p) + q * cosf(t) * cosf(p),
                e: random.uniform(in: -1...1), f: random.uniform(in: -1...1))
        }
        repeats = random.one(of: [1, 1, 2, 4])
        relief = random.happens(0.5) ? random.uniform(in: 1...4) : 0
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let side = surface.side
        var own = maps
        for i in own.indices {
            own[i].a += 0.03 * random.normal()
            own[i].d += 0.03 * random.normal()
            own[i].e += 0.05 * random.normal()
        }
        let points = attractor(own, count: 40_000, random: &random)
        var (low, high) = (points[0], points[0])
        for point in points {
            low = pointwiseMin(low, point)
            high = pointwiseMax(high, point)
        }
        let middle = (low + high) / 2
        let extent = max((high - low).max(), 1e-3)
        var hits = [Float](repeating: 0, count: side * side)
        for _ in 0..<repeats {
            let size = Float(side) * random.uniform(in: 0.8...1.15) / extent / (repeats > 1 ? 1.5 : 1)
            let turn = 0.35 * random.uniform(in: -1...1)
            let (c, s) = (size * cosf(turn), size * sinf(turn))
            let reach = Float(side) * (repeats > 1 ? 0.35 : 0.08)
            let centre =
                SIMD2(repeating: Float(side) / 2)
                + SIMD2(random.uniform(in: -reach...reach), random.uniform(in: -reach...reach))
            for point in points {
                let apart = point - middle
                let x = centre.x + c * apart.x - s * apart.y
                let y = centre.y + s * apart.x + c * apart.y
                guard x >= 0, y >= 0, x < Float(side), y < Float(side) else { continue }
                hits[Int(y) * side + Int(x)] += 1
            }
        }
        for i in hits.indices {
            let tone = min(1, logf(1 + hits[i]) / 2.2)
            surface.tone[i] = 0.1 + 0.85 * tone
            surface.height[i] = relief * tone
        }
    }

    private func attractor(_ maps: [Map], count: Int, random: inout SeededRandom) -> [SIMD2<Float>] {
        let total = maps.reduce(0) { $0 + $1.area }
        var point = SIMD2<Float>()
        var points: [SIMD2<Float>] = []
        points.reserveCapacity(count)
        for step in 0..<(count + 30) {
            var share = random.uniform() * total
            var chosen = maps[0]
            for map in maps {
                chosen = map
                share -= map.area
                if share <= 0 { break }
            }
            point = SIMD2(
                chosen.a * point.x + chosen.b * point.y + chosen.e, chosen.c * point.x + chosen.d * point.y + chosen.f)
            if !(abs(point.x) < 1e3 && abs(point.y) < 1e3) { point = SIMD2() }
            if step >= 30 { points.append(point) }
        }
        return points
    }
}
