import Foundation
import Network

/// Sparse Gabor kernels (Lagae et al. 2009): short waves of one to three sizes and directions, thrown at random.
struct GaborPattern: Pattern {
    private struct Kernel {
        let period: Float
        let direction: Float
        /// Deviation of the Gaussian, in periods.
        let width: Float
        let strength: Float
    }

    private let kernels: [Kernel]
    private let density: Float
    private let relief: Float

    init(random: inout SeededRandom) {
        kernels = (0..<random.whole(in: 1...3)).map { _ in
            Kernel(
                period: random.size(in: 4...18), direction: random.angle(), width: random.size(in: 0.3...1.1),
                strength: random.uniform(in: 0.4...1))
        }
        density = random.size(in: 0.15...1.5)
        relief = random.happens(0.5) ? random.uniform(in: 1...6) : 0
    }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let side = surface.side
        for i in surface.tone.indices { surface.tone[i] = 0 }
        for kernel in kernels {
            let period = kernel.period * pose.scale
            let deviation = kernel.width * period
            let reach = Int(2.5 * deviation) + 1
            let size = 2 * reach + 1
            let direction = kernel.direction + 0.15 * random.uniform(in: -1...1)
            let (c, s) = (cosf(direction) / period, sinf(direction) / period)
            let phase = random.uniform()
            let patch = (0..<(size * size)).map { i -> Float in
                let (x, y) = (Float(i % size - reach), Float(i / size - reach))
                return expf(-(x * x + y * y) / (2 * deviation * deviation)) * wave(x * c + y * s + phase)
            }
            let count = max(3, Int(density * 2 * Float(side * side) / (deviation * deviation * 6)))
            for _ in 0..<min(count, 2500) {
                let (x, y) = (random.below(side + 2 * reach) - 2 * reach, random.below(side + 2 * reach) - 2 * reach)
                add(patch, size, x, y, kernel.strength * random.sign(), to: &surface.tone, side)
            }
        }
        surface.spread(0.2)
        for i in surface.tone.indices { surface.height[i] = relief * surface.tone[i] }
    }

    private func add(
        _ patch: [Float], _ size: Int, _ x: Int, _ y: Int, _ strength: Float, to tone: inout [Float], _ side: Int
    ) {
        let (left, right) = (max(0, x), min(side, x + size))
        guard left < right else { return }
        tone.withUnsafeMutableBufferPointer { tone in
            patch.withUnsafeBufferPointer { patch in
                for row in max(0, y)..<max(max(0, y), min(side, y + size)) {
                    let (target, source) = (row * side, (row - y) * size - x)
                    for column in left..<right { tone[target + column] += strength * patch[source + column] }
                }
            }
        }
    }
}
