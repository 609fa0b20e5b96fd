import CCeilings
import Dispatch
import Network

/// The most that oneDNN's convolutions reach on this machine: the trunk's own kinds, each as one team of all cores and
/// as one thread a core.
struct ConvolutionCeiling {
    let precision: Precision
    let threads: Int

    struct Best: Comparable {
        let gigaflops: Double
        let shape: String

        static func < (a: Best, b: Best) -> Bool { a.gigaflops < b.gigaflops }
    }

    private struct Shape {
        let channels: Int
        let side: Int
        let batch: Int

        /// Multiply-adds of a 3×3 convolution with padding, twice.
        var flops: Double { Double(2 * 9 * channels * channels * side * side * batch) }
        var text: String { "\(channels) channels, \(side)×\(side), batch \(batch)" }
    }

    private static let shapes = [
        Shape(channels: 64, side: 64, batch: 8), Shape(channels: 128, side: 32, batch: 8),
        Shape(channels: 128, side: 64, batch: 8), Shape(channels: 256, side: 16, batch: 8),
        Shape(channels: 256, side: 32, batch: 8),
    ]

    /// - Parameter budget: seconds for all shapes together.
    func measure(budget: Double) throws(BenchError) -> Best {
        var best: Best?
        let each = budget / Double(2 * Self.shapes.count)
        for shape in Self.shapes {
            for teams in Set([1, threads]).sorted() {
                let gigaflops = try measure(shape, teams: teams, budget: each)
                let found = Best(gigaflops: gigaflops, shape: shape.text)
                best = best.map { max($0, found) } ?? found
            }
        }
        guard let best else { throw BenchError(.machine, "oneDNN", "has no convolution to measure") }
        return best
    }

    private func measure(_ shape: Shape, teams: Int, budget: Double) throws(BenchError) -> Double {
        var made: [OpaquePointer] = []
        defer { for convolution in made { ceiling_convolution_destroy(convolution) } }
        for _ in 0..<teams {
            let convolution = ceiling_convolution_create(
                Int32(shape.channels), Int32(shape.side), Int32(shape.batch), precision == .bf16 ? 1 : 0,
                Int32(threads / teams))
            guard let convolution else {
                throw BenchError(.machine, "oneDNN", "refuses a convolution of \(shape.text)")
            }
            made.append(convolution)
        }
        // Each belongs to the one iteration that has its index.
        nonisolated(unsafe) let convolutions = made
        let repeats = 4
        let least = Stopwatch.least(budget: budget) {
            if teams == 1 {
                for _ in 0..<repeats { _ = ceiling_convolution_run(convolutions[0]) }
            } else {
                DispatchQueue.concurrentPerform(iterations: teams) { k in
                    for _ in 0..<repeats { _ = ceiling_convolution_run(convolutions[k]) }
                }
            }
        }
        return shape.flops * Double(repeats * teams) / least * 1e-9
    }
}
