import Foundation
import Network

/// Gradient noise in octaves: clouds, marble, wood, brushed metal, contour bands.
struct TurbulencePattern: Pattern {
    private enum Form: CaseIterable { case clouds, marble, wood, ridges, brushed, bands }

    private let form: Form
    private let period: Float
    private let stretch: Float
    private let octaves: Int
    private let gain: Float
    private let warp: Float
    private let frequency: Float
    private let relief: Float

    init(random: inout SeededRandom) {
        form = random.one(of: Form.allCases)
        period = random.size(in: form == .brushed ? 2...5 : 12...60)
        stretch = form == .brushed ? random.size(in: 15...60) : random.happens(0.3) ? random.size(in: 2...6) : 1
        octaves = form == .brushed ? 2 : random.whole(in: 1...5)
        gain = random.uniform(in: 0.35...0.75)
        warp = random.happens(0.5) ? random.uniform(in: 0.3...1.5) : 0
        frequency = random.size(in: 1.5...7)
        relief = random.happens(0.5) ? random.uniform(in: 0.5...5) : 0
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let noise = GradientNoise(random: &random)
        let (across, along) = (1 / period, 1 / (period * stretch))
        let (middle, tilt) = (pose.centre, random.uniform(in: 0.6...1.6))
        surface.paint(pose) { x, y in
            var (u, v) = (x * along, y * across)
            if warp > 0 {
                let (a, b) = (noise(u * 0.5 + 31, v * 0.5), noise(u * 0.5, v * 0.5 + 67))
                (u, v) = (u + warp * a, v + warp * b)
            }
            let value = noise.fractal(u, v, octaves: octaves, gain: gain, ridged: form == .ridges)
            let shaped: Float
            switch form {
            case .clouds, .brushed: shaped = clamped(0.5 + 0.6 * value)
            case .ridges: shaped = clamped(0.5 + 0.7 * value)
            case .marble: shaped = 0.5 + 0.5 * wave(u * 0.4 * frequency / 3 + value * frequency * 0.35)
            case .wood:
                let ring = (hypotf(x - middle.x + 90, (y - middle.y) * tilt) * 0.6 / period + value * 0.4)
                shaped = ramp(0, 0.9, fraction(ring * frequency * 0.6))
            case .bands:
                let terrace = value * frequency
                shaped = fraction(terrace * 0.5) < 0.5 ? 0.25 : 0.75
            }
            return (shaped, relief * shaped)
        }
    }
}
