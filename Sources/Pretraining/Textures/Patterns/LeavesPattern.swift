import Foundation
import Network

/// Dead leaves: flat shapes with tones and textures of their own that hide each other, sizes by a power law (Matheron
/// 1968; Lee, Mumford & Huang 2001).
struct LeavesPattern: Pattern {
    private let outlines: [Outline]
    private let smallest: Float
    private let largest: Float
    private let tones: [Float]
    private let stripes: Float
    private let rim: Float
    private let dome: Float
    private let direction: Float?
    private let stretch: Float
    private let isSparse: Bool

    init(random: inout SeededRandom) {
        let kinds = (0..<random.whole(in: 1...2)).map { _ in random.one(of: Outline.Kind.allCases) }
        outlines = kinds.map { Outline($0, random: &random) }
        smallest = random.size(in: 3...12)
        largest = smallest * random.size(in: 1.3...6)
        tones = (0..<random.whole(in: 2...5)).map { _ in random.uniform() }
        stripes = random.happens(0.3) ? random.size(in: 3...8) : 0
        rim = random.happens(0.4) ? random.uniform(in: -0.5...0.5) : 0
        dome = random.happens(0.6) ? random.uniform(in: 0.2...0.8) : 0
        direction = random.happens(0.35) ? random.angle() : nil
        stretch = random.happens(0.4) ? random.size(in: 1.5...4) : 1
        isSparse = random.happens(0.35)
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let side = surface.side
        let ground = random.near(tones[0], by: 0.1)
        for i in surface.tone.indices { surface.tone[i] = ground }
        let mean = smallest * 1.6
        let cover: Float = isSparse ? 0.35 : 2.2
        let count = min(900, Int(cover * Float(side * side) / (mean * mean * pose.scale * pose.scale * 3) * stretch))
        for _ in 0..<count {
            // Power law of exponent 3 between the two sizes.
            let t = random.uniform()
            let inverse = mixed(1 / (smallest * smallest), 1 / (largest * largest), t)
            let radius = pose.scale / inverse.squareRoot()
            let centre = SIMD2(random.uniform() * Float(side), random.uniform() * Float(side))
            let angle = direction.map { $0 + 0.12 * random.normal() } ?? random.angle()
            let tone = clamped(random.one(of: tones) + 0.06 * random.normal())
            let stripe = random.angle()
            leaf(
                random.one(of: outlines), on: &surface, centre, radius, angle, tone,
                stripe: SIMD2(cosf(stripe), sinf(stripe)))
        }
    }

    private func leaf(
        _ outline: Outline, on surface: inout Surface, _ centre: SIMD2<Float>, _ radius: Float, _ angle: Float,
        _ tone: Float, stripe: SIMD2<Float>
    ) {
        let side = surface.side
        let (left, right) = (max(0, Int(centre.x - radius)), min(side - 1, Int(centre.x + radius) + 1))
        let (top, bottom) = (max(0, Int(centre.y - radius)), min(side - 1, Int(centre.y + radius) + 1))
        guard left <= right, top <= bottom else { return }
        let (cosine, sine) = (cosf(angle) / radius, sinf(angle) / radius)
        for y in top...bottom {
            for x in left...right {
                let (dx, dy) = (Float(x) - centre.x, Float(y) - centre.y)
                let depth = outline.depth(dx * cosine + dy * sine, (dy * cosine - dx * sine) * stretch)
                let pixels = depth * radius / stretch
                let share = clamped(pixels + 0.5)
                if share == 0 { continue }
                var own = tone
                if stripes > 0 { own += 0.2 * wave((dx * stripe.x + dy * stripe.y) / stripes) }
                if pixels < 2 { own += rim }
                let i = y * side + x
                surface.tone[i] = mixed(surface.tone[i], clamped(own), share)
                let lift = dome * radius * (1 - (1 - clamped(depth)) * (1 - clamped(depth)))
                surface.height[i] = mixed(surface.height[i], lift, share)
            }
        }
    }
}
