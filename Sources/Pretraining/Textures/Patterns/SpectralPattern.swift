import Foundation
import Network

/// Noise of a chosen spectrum: a sum of plane waves with random phases (1/f^b, band-pass, oriented), as it is, ridged, or
/// cut into spots and labyrinths.
struct SpectralPattern: Pattern {
    private enum Form: CaseIterable { case plain, plain2, ridged, cut, terraced }

    private let longest: Float
    private let shortest: Float
    private let exponent: Float
    /// Directions of the waves: around one, within this angle; π/2 for all.
    private let direction: Float
    private let spread: Float
    private let form: Form
    private let level: Float
    private let relief: Float

    init(random: inout SeededRandom) {
        let narrow = random.happens(0.5)
        shortest = random.size(in: narrow ? 4...30 : 2.2...6)
        longest = narrow ? shortest * random.uniform(in: 1.2...2.2) : random.size(in: 40...160)
        exponent = narrow ? 0 : random.uniform(in: 0.2...1.5)
        direction = random.angle()
        spread = random.happens(0.5) ? .pi / 2 : random.uniform(in: 0.05...0.6)
        form = random.one(of: Form.allCases)
        level = random.uniform(in: -0.8...0.8)
        relief = random.happens(0.5) ? random.uniform(in: 0.3...2) : 0
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let side = surface.side
        let waves = 110
        var sum = [Float](repeating: 0, count: side * side)
        let turn = 0.15 * random.uniform(in: -1...1)
        for i in 0..<waves {
            // Stratified, so that every picture has its share of each octave.
            let share = (Float(i) + random.uniform()) / Float(waves)
            let period = longest * powf(shortest / longest, share)
            let angle = direction + turn + spread * (spread > 1.5 ? random.uniform(in: -1...1) : random.normal())
            let strength = powf(period / longest, exponent)
            add(
                wave: SIMD2(cosf(angle), sinf(angle)) * (2 * .pi / (period * pose.scale)), phase: random.angle(),
                strength: strength, to: &sum, side)
        }
        let variance = sum.reduce(0) { $0 + $1 * $1 } / Float(sum.count)
        let factor = 1 / max(variance.squareRoot(), 1e-6)
        for i in sum.indices {
            let value = sum[i] * factor
            let shaped: Float =
                switch form {
                case .plain, .plain2: 0.5 + 0.22 * value
                case .ridged: 1 - min(1, abs(value) * 0.8)
                case .cut: ramp(level - 0.15, level + 0.15, value)
                case .terraced: ((value * 1.6).rounded(.down) + ramp(0.6, 1, fraction(value * 1.6))) / 7 + 0.5
                }
            surface.tone[i] = clamped(shaped)
            surface.height[i] = relief * shaped * 4
        }
    }

    /// Along a row a wave turns by the same angle from pixel to pixel; eight rows of a row's pixels turn at once.
    private func add(
        wave: SIMD2<Float>, phase: Float, strength: Float, to sum: inout [Float], _ side: Int
    ) {
        let lanes = SIMD8<Float>(0, 1, 2, 3, 4, 5, 6, 7) * wave.x
        var (firstCos, firstSin) = (SIMD8<Float>(), SIMD8<Float>())
        for k in 0..<8 { (firstCos[k], firstSin[k]) = (cosf(lanes[k]), sinf(lanes[k])) }
        let (stepCos, stepSin) = (cosf(8 * wave.x), sinf(8 * wave.x))
        sum.withUnsafeMutableBufferPointer { sum in
            for y in 0..<side {
                let start = phase + wave.y * Float(y)
                let (c, s) = (strength * cosf(start), strength * sinf(start))
                var real = firstCos * c - firstSin * s
                var imaginary = firstSin * c + firstCos * s
                var x = 0
                let row = y * side
                while x + 8 <= side {
                    for k in 0..<8 { sum[row + x + k] += real[k] }
                    (real, imaginary) = (
                        real * stepCos - imaginary * stepSin, imaginary * stepCos + real * stepSin
                    )
                    x += 8
                }
                for k in 0..<(side - x) { sum[row + x + k] += real[k] }
            }
        }
    }
}
