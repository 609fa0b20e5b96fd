import Foundation
import Network
import Pretraining
import Testing

@Suite("Objectives of pseudo-defects")
struct DefectObjectiveTests {
    private let side = 32
    private let count = 4
    private let shape = MixtureShape(components: 3, colours: 3)

    private func parts(_ fixture: PicturesFixture) throws -> PartImages {
        for k in 0..<5 { try fixture.add("\(k).png", width: 50, height: 40, tint: UInt8(40 * k)) }
        return try PartImages(folders: [fixture.folder], size: side)
    }

    private func input(_ objective: some Objective, step: Int, shard: Int = 0, shards: Int = 1, count: Int) throws
        -> (pixels: [Float], batch: any Batch)
    {
        var pixels = [Float](repeating: .nan, count: 3 * side * side * count)
        let batch = try pixels.withUnsafeMutableBufferPointer {
            let place = BatchPlace(
                step: step, shard: shard, shards: shards, count: count, width: side, height: side)
            return try objective.batch(at: place, into: $0)
        }
        return (pixels, batch)
    }

    private func losses(_ batch: any Batch, _ outputs: [Float]) -> (values: [Double], gradient: [Float]) {
        var gradient = [Float](repeating: 0, count: outputs.count)
        let values = outputs.withUnsafeBufferPointer { outputs in
            gradient.withUnsafeMutableBufferPointer {
                batch.losses(
                    outputs: outputs, features: UnsafeBufferPointer(start: nil, count: 0), outputGradient: $0,
                    featureGradient: UnsafeMutableBufferPointer(start: nil, count: 0))
            }
        }
        return (values, gradient)
    }

    @Test("the same place gives the same pictures, and shards share the samples")
    func places() throws {
        let fixture = try PicturesFixture()
        let parts = try parts(fixture)
        let direct = DirectObjective(parts: parts, shape: shape, normalisation: .lite, seed: 3)
        let indirect = IndirectObjective(parts: parts, shape: shape, normalisation: .lite, seed: 3)
        #expect(direct.outputs == 28 && indirect.outputs == 28)
        let whole = try input(direct, step: 7, count: 4).pixels
        #expect(whole.allSatisfy { $0 >= -127.01 / 128 && $0 <= 128.01 / 128 })
        #expect(try input(direct, step: 7, count: 4).pixels == whole)
        #expect(try input(indirect, step: 7, count: 4).pixels == whole)
        let halves = try (0..<2).flatMap { try input(direct, step: 7, shard: $0, shards: 2, count: 2).pixels }
        #expect(halves == whole)
        #expect(try input(direct, step: 8, count: 4).pixels != whole)
        let other = DirectObjective(parts: parts, shape: shape, normalisation: .lite, seed: 4)
        #expect(try input(other, step: 7, count: 4).pixels != whole)
    }

    @Test("grey defects make grey pictures")
    func grey() throws {
        let fixture = try PicturesFixture()
        let grey = IndirectObjective(
            parts: try parts(fixture), shape: MixtureShape(components: 2, colours: 1), normalisation: .lite, seed: 3)
        let pixels = try input(grey, step: 0, count: 1).pixels
        let area = side * side
        #expect(pixels[..<area] == pixels[area..<2 * area] && pixels[..<area] == pixels[(2 * area)...])
        #expect(Set(pixels).count > 100)
    }

    @Test("gradients equal plain differences", arguments: [true, false])
    func gradients(_ isDirect: Bool) throws {
        let fixture = try PicturesFixture()
        let parts = try parts(fixture)
        let objective: any Objective =
            isDirect
            ? DirectObjective(parts: parts, shape: shape, normalisation: .lite, seed: 3)
            : IndirectObjective(parts: parts, shape: shape, normalisation: .lite, seed: 3)
        let batch = try input(objective, step: 1, count: 2).batch
        var random = SeededRandom(seed: 1)
        let outputs = (0..<56).map { _ in random.normal() }
        let found = losses(batch, outputs)
        var (difference, norm) = (0.0, 0.0)
        for i in outputs.indices {
            var (above, below) = (outputs, outputs)
            above[i] += 0.002
            below[i] -= 0.002
            let step = Double(above[i] - below[i])
            let slope = (losses(batch, above).values[0] - losses(batch, below).values[0]) / step
            difference += (slope - Double(found.gradient[i])) * (slope - Double(found.gradient[i]))
            norm += slope * slope
        }
        #expect((difference / norm).squareRoot() < 1e-3)
    }

    @Test("following the gradient explains the defects")
    func descent() throws {
        let fixture = try PicturesFixture()
        let objective = IndirectObjective(
            parts: try parts(fixture), shape: MixtureShape(components: 8, colours: 3), normalisation: .lite, seed: 6)
        let batch = try input(objective, step: 0, count: count).batch
        var random = SeededRandom(seed: 2)
        var outputs = (0..<count * objective.outputs).map { _ in 0.5 * random.normal() }
        var (first, second) = ([Float](repeating: 0, count: outputs.count), [Float](repeating: 0, count: outputs.count))
        let before = losses(batch, outputs).values
        // Adam on the answers themselves, as if a network could say anything.
        for step in 1...400 {
            let gradient = losses(batch, outputs).gradient
            for i in outputs.indices {
                first[i] += 0.1 * (gradient[i] - first[i])
                second[i] += 0.01 * (gradient[i] * gradient[i] - second[i])
                let mean = first[i] / (1 - pow(0.9, Float(step)))
                let square = second[i] / (1 - pow(0.99, Float(step)))
                outputs[i] -= 0.05 * mean / (square.squareRoot() + 1e-9)
            }
        }
        let after = losses(batch, outputs).values
        #expect(after[0] < 0.2 * before[0])
        #expect(after[1] < 0.5)
    }

    @Test(
        "an answer that says no defect explains nothing, and one that is no number gives no loss",
        arguments: [true, false])
    func extremes(_ isDirect: Bool) throws {
        let fixture = try PicturesFixture()
        let parts = try parts(fixture)
        let objective: any Objective =
            isDirect
            ? DirectObjective(parts: parts, shape: shape, normalisation: .lite, seed: 3)
            : IndirectObjective(parts: parts, shape: shape, normalisation: .lite, seed: 3)
        let batch = try input(objective, step: 1, count: 2).batch
        var outputs = [Float](repeating: 0, count: 56)
        (outputs[27], outputs[55]) = (-80, -80)
        let found = losses(batch, outputs)
        #expect(found.values.allSatisfy(\.isFinite) && found.gradient.allSatisfy(\.isFinite))
        if !isDirect { #expect(abs(found.values[1] - 1) < 1e-4) }
        outputs[5] = .nan
        let broken = losses(batch, outputs)
        #expect(broken.values[0].isNaN && broken.gradient[0].isNaN)
    }
}
