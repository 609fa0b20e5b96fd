import Foundation
import Network

/// What tools leave: turned rings, spirals, milled arcs, threads, radial brushing, engine turning.
struct MachinedPattern: Pattern {
    private enum Form: CaseIterable { case rings, spiral, arcs, thread, sunburst, engine }

    private let form: Form
    private let period: Float
    private let roughness: Float
    private let sharpness: Float
    private let offset: SIMD2<Float>
    private let relief: Float
    private let lattice: Float
    private let steps: Int

    init(random: inout SeededRandom) {
        form = random.one(of: Form.allCases)
        period = random.size(in: 3...20)
        roughness = random.uniform(in: 0.1...0.8)
        sharpness = random.uniform(in: 0...1)
        let reach: Float = random.happens(0.5) ? 20 : 140
        offset = SIMD2(random.uniform(in: -reach...reach), random.uniform(in: -reach...reach))
        relief = random.happens(0.7) ? random.uniform(in: 0.05...0.25) : 0
        lattice = period * random.uniform(in: 2.5...6)
        steps = random.one(of: [0, 0, 1, 2, 3])
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let noise = GradientNoise(random: &random)
        let centre = pose.centre + offset + SIMD2(random.normal(), random.normal()) * 6
        let phase = random.uniform()
        let edges = (0..<steps).map { _ in random.uniform(in: 20...110) }
        surface.paint(pose) { x, y in
            let (dx, dy) = (x - centre.x, y - centre.y)
            let radius = (dx * dx + dy * dy).squareRoot()
            var turns: Float
            var rough: Float
            switch form {
            case .rings:
                turns = radius / period
                rough = noise.fractal(radius / period * 2, 0.5, octaves: 3, gain: 0.8)
            case .spiral:
                turns = radius / period + 2 * quickAngle(dy, dx) / (2 * .pi)
                rough = noise(dx / 9, dy / 9)
            case .arcs:
                let row = (x / (lattice * 3)).rounded(.down)
                let across = x - (row + 0.5) * lattice * 3
                let bow = (max(0, 3 * lattice * lattice - across * across)).squareRoot()
                turns = (y + bow) / period + row * 0.37
                rough = noise(turns * 1.5, row)
            case .thread:
                turns = (y + 0.06 * x) / (period * 1.6)
                rough = noise(x / 30, turns * 3)
            case .sunburst:
                let angle = quickAngle(dy, dx) / (2 * .pi)
                turns = radius / (period * 4)
                rough = 1.6 * noise.fractal(angle * 256 / max(1, period / 2), radius / 120, octaves: 2, gain: 0.7)
            case .engine:
                let (u, v) = (x / lattice, y / (lattice * 0.8))
                let shift: Float = Int(v.rounded(.down)) & 1 == 0 ? 0 : 0.5
                let (a, b) = (fraction(u + shift) - 0.5, fraction(v) - 0.5)
                turns = (a * a + b * b).squareRoot() * lattice / (period * 0.6)
                rough = noise(x / 6, y / 6)
            }
            turns += phase
            let sine = 0.5 + 0.5 * wave(turns)
            let saw = fraction(turns)
            let form = form == .sunburst ? 0.5 : mixed(sine, saw, sharpness)
            var tone = 0.5 + (1 - roughness) * 0.6 * (form - 0.5) + roughness * 0.45 * rough
            var height = relief * period * (form + 0.3 * rough)
            for edge in edges where radius < edge {
                tone = 0.9 - tone
                height -= 2
            }
            return (clamped(tone), height)
        }
    }
}
