import Foundation
import Network

/// Scratches, fibres, hairs: thin curves over what is there.
struct CurvePattern: Pattern {
    private let density: Float
    private let length: Float
    private let width: Float
    private let bend: Float
    private let curl: Float
    private let direction: Float?
    private let ink: Float
    private let lift: Float

    init(random: inout SeededRandom) {
        density = random.size(in: 1...60)
        length = random.size(in: 15...200)
        width = random.size(in: 0.6...5)
        bend = random.happens(0.5) ? 0.01 : random.size(in: 0.03...0.4)
        curl = random.happens(0.3) ? random.uniform(in: 0.02...0.2) : 0
        direction = random.happens(0.5) ? random.angle() : nil
        ink = random.happens(0.5) ? random.uniform(in: 0...0.2) : random.uniform(in: 0.8...1)
        lift = random.happens(0.5) ? random.uniform(in: -2.5...2.5) : 0
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let side = Float(surface.side)
        var strokes = Strokes(side: surface.side)
        let count = max(1, Int(random.near(density, by: 0.3)))
        for _ in 0..<count {
            strokes.curve(
                from: SIMD2(random.uniform(), random.uniform()) * side,
                heading: direction.map { $0 + 0.15 * random.normal() } ?? random.angle(),
                length: random.near(length, by: 0.5) * pose.scale, width: random.near(width, by: 0.3) * pose.scale,
                bend: bend, curl: curl, strength: random.uniform(in: 0.5...1), random: &random)
        }
        surface.cover(strokes, tone: ink, lift: lift)
    }
}

/// Cracks and veins: walks that fork and grow thin.
struct CrackPattern: Pattern {
    private let count: Int
    private let width: Float
    private let forks: Float
    private let bend: Float
    private let ink: Float
    private let lift: Float

    init(random: inout SeededRandom) {
        count = random.whole(in: 1...4)
        width = random.size(in: 1...4)
        forks = random.uniform(in: 0.02...0.16)
        bend = random.uniform(in: 0.1...0.45)
        ink = random.happens(0.75) ? random.uniform(in: 0...0.15) : random.uniform(in: 0.85...1)
        lift = random.uniform(in: -2.5...0)
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let side = Float(surface.side)
        var strokes = Strokes(side: surface.side)
        struct Tip { var place: SIMD2<Float>, heading: Float, width: Float }
        var tips = (0..<count).map { _ in
            Tip(
                place: SIMD2(random.uniform(), random.uniform()) * side, heading: random.angle(),
                width: width * pose.scale)
        }
        var steps = 0
        while var tip = tips.popLast(), steps < 700 {
            while tip.width > 0.4, steps < 700 {
                steps += 1
                tip.heading += bend * random.normal()
                let next = tip.place + 4 * SIMD2(cosf(tip.heading), sinf(tip.heading))
                strokes.line(from: tip.place, to: next, width: tip.width)
                tip.place = next
                tip.width *= 0.975
                if random.happens(forks), tips.count < 40 {
                    tips.append(
                        Tip(
                            place: tip.place, heading: tip.heading + random.sign() * random.uniform(in: 0.4...1.2),
                            width: tip.width * 0.7))
                }
                if min(next.x, next.y) < -20 || max(next.x, next.y) > side + 20 { break }
            }
        }
        surface.cover(strokes, tone: ink, lift: lift)
    }
}

/// Speckle, pores, drops, dents, rings: round things scattered, evenly or in clusters.
struct SpotPattern: Pattern {
    private enum Form: CaseIterable { case hard, soft, ring, dent, drop }

    private let form: Form
    private let radius: Float
    private let variety: Float
    private let density: Float
    private let clusters: Bool
    private let ink: Float
    private let lift: Float
    private let stretch: Float

    init(random: inout SeededRandom) {
        form = random.one(of: Form.allCases)
        radius = random.size(in: 1.2...16)
        variety = random.uniform(in: 0.05...0.8)
        density = random.size(in: 0.01...0.35)
        clusters = random.happens(0.3)
        ink = random.happens(0.5) ? random.uniform(in: 0...0.2) : random.uniform(in: 0.8...1)
        lift = random.uniform(in: -0.5...0.5)
        stretch = random.happens(0.25) ? random.size(in: 1.5...3) : 1
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let side = surface.side
        let area = Float.pi * radius * radius * pose.scale * pose.scale
        let count = max(1, min(1500, Int(random.near(density, by: 0.25) * Float(side * side) / area)))
        let homes = (0..<4).map { _ in SIMD2(random.uniform(), random.uniform()) * Float(side) }
        let angle = random.angle()
        let (c, s) = (cosf(angle), sinf(angle))
        for _ in 0..<count {
            let centre =
                clusters
                ? random.one(of: homes) + SIMD2(random.normal(), random.normal()) * Float(side) * 0.09
                : SIMD2(random.uniform(), random.uniform()) * Float(side)
            let own = random.near(radius * pose.scale, by: variety)
            let reach = (form == .soft ? 2 * own : own + 1) * stretch
            let (left, right) = (max(0, Int(centre.x - reach)), min(side - 1, Int(centre.x + reach) + 1))
            let (top, bottom) = (max(0, Int(centre.y - reach)), min(side - 1, Int(centre.y + reach) + 1))
            guard left <= right, top <= bottom else { continue }
            for y in top...bottom {
                for x in left...right {
                    let (dx, dy) = (Float(x) - centre.x, Float(y) - centre.y)
                    let (u, v) = ((dx * c + dy * s) / stretch, dy * c - dx * s)
                    let r = (u * u + v * v).squareRoot()
                    let inside = clamped(own - r + 0.5)
                    let i = y * side + x
                    let bowl = max(0, 1 - r * r / (own * own))
                    switch form {
                    case .hard: surface.tone[i] = mixed(surface.tone[i], ink, inside)
                    case .soft:
                        let share = 0.8 * expf(-2 * r * r / (own * own))
                        surface.tone[i] = mixed(surface.tone[i], ink, share)
                    case .ring:
                        let band = clamped(own * 0.25 + 0.7 - abs(r - own * 0.75))
                        surface.tone[i] = mixed(surface.tone[i], ink, band)
                    case .dent: surface.height[i] -= own * abs(lift) * bowl
                    case .drop:
                        surface.height[i] += own * (0.3 + abs(lift)) * bowl.squareRoot()
                        surface.tone[i] = mixed(surface.tone[i], ink, 0.3 * inside)
                    }
                }
            }
        }
    }
}

/// Stains and worn places: blotches with edges between sharp and soft.
struct StainPattern: Pattern {
    private let period: Float
    private let level: Float
    private let softness: Float
    private let ink: Float
    private let share: Float
    private let lift: Float

    init(random: inout SeededRandom) {
        period = random.size(in: 12...60)
        level = random.uniform(in: 0.05...0.4)
        softness = random.size(in: 0.03...0.4)
        ink = random.happens(0.5) ? random.uniform(in: 0...0.3) : random.uniform(in: 0.7...1)
        share = random.uniform(in: 0.4...1)
        lift = random.happens(0.4) ? random.uniform(in: -2...2) : 0
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let noise = GradientNoise(random: &random)
        let side = surface.side
        for y in 0..<side {
            for x in 0..<side {
                let place = pose.place(Float(x), Float(y))
                let value = noise.fractal(place.x / period, place.y / period, octaves: 3, gain: 0.5)
                let stained = share * ramp(level - softness / 2, level + softness / 2, value)
                let i = y * side + x
                surface.tone[i] = mixed(surface.tone[i], ink, stained)
                surface.height[i] += lift * stained
            }
        }
    }
}
