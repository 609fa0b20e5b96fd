import Foundation
import Network

/// Rendered parts on what is drawn already: one large or several small, with rims, bores and rings of holes, domed or
/// flat, casting a shadow.
struct PartPattern: Pattern {
    private let outline: Outline
    private let aspect: Float
    private let radius: Float
    private let count: Int
    private let bevel: Float
    private let thickness: Float
    private let isDomed: Bool
    private let bore: Float
    private let holes: Int
    private let holeSize: Float
    private let steps: [Float]
    private let tone: Float
    private let finish: any Pattern
    private let finishShare: Float

    init(random: inout SeededRandom) {
        outline = Outline(random.one(of: Outline.Kind.allCases), random: &random)
        aspect = random.happens(0.4) ? random.size(in: 1.3...3) : 1
        count = random.one(of: [1, 1, 1, 2, 3, 6, 12])
        radius = (count == 1 ? random.uniform(in: 50...85) : 75 / Float(count).squareRoot()) / (count > 3 ? 1.1 : 1)
        bevel = random.uniform(in: 0.05...0.4)
        thickness = random.uniform(in: 2...14)
        isDomed = random.happens(0.4)
        bore = random.happens(0.5) ? random.uniform(in: 0.15...0.5) : 0
        holes = random.happens(0.4) ? random.whole(in: 3...10) : 0
        holeSize = random.uniform(in: 0.05...0.12)
        steps = (0..<random.whole(in: 0...2)).map { _ in random.uniform(in: 0.2...0.8) }
        tone = random.uniform(in: 0.35...0.9)
        finish = TextureFamilies.base(random: &random)
        finishShare = random.uniform(in: 0.05...0.5)
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let side = surface.side
        var skin = Surface(side: side)
        finish.draw(on: &skin, pose: Pose(side: side, turn: 3, random: &random), random: &random)
        let shadow = SIMD2(random.normal(), random.normal()) * 5
        let middle = Float(side) / 2
        for i in 0..<count {
            let size = radius * pose.scale * (count > 1 ? random.near(1, by: 0.08) : 1)
            let spread = count == 1 ? Float(side) * 0.07 : Float(side) * 0.3
            var centre = SIMD2(repeating: middle) + SIMD2(random.normal(), random.normal()) * spread * 0.6
            if count > 1 {
                // About in a ring or a grid, so that parts seldom hide each other.
                let columns = Int(Float(count).squareRoot().rounded(.up))
                let cell = Float(side) / Float(columns)
                centre =
                    SIMD2(Float(i % columns) + 0.5, Float(i / columns) + 0.5) * cell
                    + SIMD2(random.normal(), random.normal()) * cell * 0.1
            }
            part(on: &surface, skin, centre, size, random.angle(), shadow, random.near(tone, by: 0.1))
        }
    }

    private func part(
        on surface: inout Surface, _ skin: Surface, _ centre: SIMD2<Float>, _ size: Float, _ angle: Float,
        _ shadow: SIMD2<Float>, _ tone: Float
    ) {
        let side = surface.side
        let reach = size * 1.25 + 12
        let (left, right) = (max(0, Int(centre.x - reach)), min(side - 1, Int(centre.x + reach)))
        let (top, bottom) = (max(0, Int(centre.y - reach)), min(side - 1, Int(centre.y + reach)))
        guard left <= right, top <= bottom else { return }
        let (c, s) = (cosf(angle) / size, sinf(angle) / size)
        let high = thickness * min(1, size / 40)
        let ring = 0.5 + bore / 2
        for y in top...bottom {
            for x in left...right {
                let i = y * side + x
                let (dx, dy) = (Float(x) - centre.x, Float(y) - centre.y)
                let (u, v) = (dx * c + dy * s, (dy * c - dx * s) * aspect)
                var depth = outline.depth(u, v)
                let far = (u * u + v * v).squareRoot()
                if bore > 0 { depth = min(depth, far - bore) }
                if holes > 0, depth > 0 {
                    let turn = quickAngle(v, u) / (2 * .pi) * Float(holes)
                    let across = (turn - turn.rounded()) / Float(holes) * 2 * .pi * far
                    depth = min(depth, (across * across + (far - ring) * (far - ring)).squareRoot() - holeSize)
                }
                let share = clamped(depth * size / aspect + 0.5)
                if share < 1 {
                    let (sx, sy) = (dx - shadow.x, dy - shadow.y)
                    let dark = outline.depth(sx * c + sy * s, (sy * c - sx * s) * aspect)
                    surface.tone[i] *= 1 - 0.5 * ramp(-0.12, 0.1, dark)
                }
                if share == 0 { continue }
                var lift = isDomed ? (1 - (1 - clamped(depth)) * (1 - clamped(depth))) : ramp(0, bevel, depth)
                for step in steps { lift += 0.35 * ramp(step - 0.02, step + 0.02, far) }
                let own = clamped(tone + finishShare * (skin.tone[i] - 0.5))
                surface.tone[i] = mixed(surface.tone[i], own, share)
                surface.height[i] = mixed(surface.height[i], high * lift + 0.4 * skin.height[i], share)
            }
        }
    }
}
