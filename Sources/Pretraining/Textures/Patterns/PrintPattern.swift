import Foundation
import Network

/// Strokes like letters of an alphabet that nobody has, in rows: printed, stamped or engraved.
struct PrintPattern: Pattern {
    private let glyphs: [[[SIMD2<Float>]]]
    private let size: Float
    private let spacing: SIMD2<Float>
    private let weight: Float
    private let ink: Float
    private let lift: Float
    private let filled: Float
    private let wobble: Float

    init(random: inout SeededRandom) {
        glyphs = (0..<random.whole(in: 2...7)).map { _ in
            (0..<random.whole(in: 1...4)).map { _ in
                // On a grid of 3 × 4 points, as letters are.
                let points = (0..<random.whole(in: 2...3)).map { _ in
                    SIMD2(Float(random.below(3)) / 2 - 0.5, Float(random.below(4)) / 3 - 0.5)
                }
                guard points.count == 3, random.happens(0.6) else { return points }
                return (0...5).map { step in
                    let t = Float(step) / 5
                    return points[0] * ((1 - t) * (1 - t)) + points[1] * (2 * t * (1 - t)) + points[2] * (t * t)
                }
            }
        }
        size = random.size(in: 9...50)
        spacing = SIMD2(random.uniform(in: 0.9...1.6), random.uniform(in: 1.2...1.9))
        weight = random.uniform(in: 0.07...0.22)
        ink = random.uniform()
        lift = random.happens(0.5) ? random.uniform(in: -3...3) : 0
        filled = random.uniform(in: 0.4...1)
        wobble = random.uniform(in: 0...0.06)
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let side = surface.side
        var strokes = Strokes(side: side)
        let size = size * pose.scale
        let turn = random.happens(0.5) ? 0.12 * random.normal() : 0
        let (c, s) = (cosf(turn), sinf(turn))
        let step = spacing * size
        let (columns, rows) = (Int(Float(side) / step.x) + 3, Int(Float(side) / step.y) + 3)
        let start = SIMD2(random.uniform(), random.uniform()) * step
        for row in -1..<rows {
            for column in -1..<columns where random.happens(filled) {
                let flat = start + SIMD2(Float(column), Float(row)) * step - SIMD2(repeating: Float(side) / 2)
                let origin =
                    SIMD2(c * flat.x - s * flat.y, s * flat.x + c * flat.y)
                    + SIMD2(repeating: Float(side) / 2)
                for stroke in random.one(of: glyphs) {
                    var last: SIMD2<Float>?
                    for point in stroke {
                        let local = size * (point + wobble * SIMD2(random.normal(), random.normal()))
                        let place = origin + SIMD2(c * local.x - s * local.y, s * local.x + c * local.y)
                        if let last { strokes.line(from: last, to: place, width: max(1, weight * size)) }
                        last = place
                    }
                }
            }
        }
        surface.cover(strokes, tone: ink, lift: lift)
    }
}
