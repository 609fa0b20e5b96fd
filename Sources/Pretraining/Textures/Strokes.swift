import Foundation
import Network

/// How much of each pixel thin things cover: scratches, hairs, cracks, letters. Square, row-major, 0...1.
struct Strokes {
    let side: Int
    private(set) var coverage: [Float]

    init(side: Int) {
        self.side = side
        coverage = Array(repeating: 0, count: side * side)
    }

    /// A line with round ends.
    /// - Parameter width: in pixels; lines under one pixel are drawn fainter instead.
    mutating func line(from a: SIMD2<Float>, to b: SIMD2<Float>, width: Float, strength: Float = 1) {
        let reach = width / 2 + 1
        let (left, right) = (max(0, Int(min(a.x, b.x) - reach)), min(side - 1, Int(max(a.x, b.x) + reach)))
        let (top, bottom) = (max(0, Int(min(a.y, b.y) - reach)), min(side - 1, Int(max(a.y, b.y) + reach)))
        guard left <= right, top <= bottom else { return }
        let along = b - a
        let inverse = 1 / max(along.x * along.x + along.y * along.y, 1e-6)
        let full = strength * min(width, 1)
        coverage.withUnsafeMutableBufferPointer { coverage in
            for y in top...bottom {
                for x in left...right {
                    let apart = SIMD2(Float(x), Float(y)) - a
                    let t = clamped((apart.x * along.x + apart.y * along.y) * inverse)
                    let off = apart - along * t
                    let distance = (off.x * off.x + off.y * off.y).squareRoot()
                    let covered = full * clamped(max(width, 1) / 2 + 0.5 - distance)
                    if covered > coverage[y * side + x] { coverage[y * side + x] = covered }
                }
            }
        }
    }

    /// A line that bends as it goes.
    /// - Parameters:
    ///   - bend: standard deviation of the turn at each step of 3 pixels.
    ///   - curl: of a turn that stays.
    mutating func curve(
        from start: SIMD2<Float>, heading: Float, length: Float, width: Float, bend: Float, curl: Float,
        strength: Float, random: inout SeededRandom
    ) {
        var (place, heading) = (start, heading)
        let steps = max(1, Int(length / 3))
        let turn = curl * random.normal()
        for step in 0..<steps {
            heading += turn + bend * random.normal()
            let next = place + 3 * SIMD2(cosf(heading), sinf(heading))
            // Ends fade.
            let rest = Float(min(step, steps - 1 - step)) / 3
            line(from: place, to: next, width: width, strength: strength * min(1, 0.4 + rest))
            place = next
        }
    }
}

extension Surface {
    /// Changes the surface where strokes are.
    /// - Parameter lift: pixels upwards.
    mutating func cover(_ strokes: Strokes, tone target: Float, lift: Float) {
        for i in tone.indices {
            let share = strokes.coverage[i]
            if share == 0 { continue }
            tone[i] = mixed(tone[i], target, share)
            height[i] += lift * share
        }
    }
}
