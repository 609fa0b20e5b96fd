import Network
import Pretraining
import SystemPackage
import Testing

@Suite struct ClassificationObjectiveTests {
    private let side = 8
    private let classes = 4

    /// Of each picture the tint, 60 · class + number, can be read back from the third plane.
    private func images(_ fixture: PicturesFixture) throws -> LabelledImages {
        for label in 0..<classes {
            for k in 0..<(2 + label) { try fixture.add("c\(label)/\(k).png", tint: UInt8(60 * label + k)) }
        }
        return try LabelledImages(folder: fixture.folder, size: 16)
    }

    private func tints(
        _ objective: some Objective, step: Int, shard: Int = 0, shards: Int = 1, count: Int = 6
    ) throws -> [Int] {
        let area = side * side
        var input = [Float](repeating: 0, count: 3 * area * count)
        try input.withUnsafeMutableBufferPointer { input in
            let place = BatchPlace(
                step: step, shard: shard, shards: shards, count: count, width: side, height: side)
            _ = try objective.batch(at: place, into: input)
        }
        return (0..<count).map { Int((input[3 * area * $0 + 2 * area] * 128 + 127).rounded()) }
    }

    @Test func everyClassAndEveryPictureComesEquallyOften() throws {
        let fixture = try PicturesFixture()
        let objective = ClassificationObjective(
            images: try images(fixture), augmentation: .none, normalisation: .lite, seed: 3)
        // 60 samples of each class: pictures of sizes 2, 3, 4, 5 come 30, 20, 15, 12 times.
        var seen: [Int: Int] = [:]
        for step in 0..<40 { for tint in try tints(objective, step: step) { seen[tint, default: 0] += 1 } }
        for label in 0..<classes {
            for k in 0..<(2 + label) { #expect(seen[60 * label + k] == 60 / (2 + label)) }
        }
        #expect(objective.outputs == 4)
    }

    @Test func aPlaceAlwaysGivesTheSameAndShardsShareTheSamples() throws {
        let fixture = try PicturesFixture()
        let objective = ClassificationObjective(images: try images(fixture), normalisation: .lite, seed: 3)
        #expect(try tints(objective, step: 7) == tints(objective, step: 7))
        let plain = ClassificationObjective(
            images: try images(fixture), augmentation: .none, normalisation: .lite, seed: 3)
        let halves =
            try tints(plain, step: 5, shard: 0, shards: 2, count: 3)
            + tints(plain, step: 5, shard: 1, shards: 2, count: 3)
        #expect(try halves == tints(plain, step: 5))
        let other = ClassificationObjective(
            images: try images(fixture), augmentation: .none, normalisation: .lite, seed: 4)
        #expect(try (0..<5).map { try tints(plain, step: $0) } != (0..<5).map { try tints(other, step: $0) })
    }

    @Test func centringPutsTargetsLast() throws {
        let (fixture, good) = (try PicturesFixture(), try PicturesFixture())
        for k in 0..<3 { try good.add("\(k).png", tint: UInt8(250 + k)) }
        let objective = CentringObjective(
            images: try images(fixture), targets: try PartImages(folders: [good.folder], size: 16),
            augmentation: .none, targetAugmentation: .none, normalisation: .lite, seed: 3)
        var targets: [Int: Int] = [:]
        for step in 0..<4 {
            let tints = try tints(objective, step: step)
            #expect(tints[..<3].allSatisfy { $0 < 250 })
            for tint in tints[3...] { targets[tint, default: 0] += 1 }
        }
        #expect(targets == [250: 4, 251: 4, 252: 4])
        #expect(try objective.targetCount(of: 6) == 3)
        #expect(try objective.targetCount(of: 3) == 2)
        let error = #expect(throws: PretrainingError.self) { try objective.targetCount(of: 2) }
        #expect(error?.code == .recipe)
    }

    /// Plain differences of the whole loss: nothing reaches the outputs of targets or the features of classes.
    @Test func gradientsOfTheTotalLoss() {
        let batch = CentredBatch(labels: [1, 0], targets: 3, classes: 2, lambda: 0.5, loss: SoftmaxCrossEntropy())
        let outputs: [Float] = [1, 2, 0.5, -0.5, 3, 1, 0, 0, 1, 1]
        let features: [Float] = [1, 0, 2, 2, -1, 0.5, 0.25, 2, 1, 1]
        func losses(_ outputs: [Float], _ features: [Float]) -> (values: [Double], outputs: [Float], features: [Float])
        {
            var (a, b) = ([Float](repeating: 0, count: 10), [Float](repeating: 0, count: 10))
            let values = outputs.withUnsafeBufferPointer { outputs in
                features.withUnsafeBufferPointer { features in
                    a.withUnsafeMutableBufferPointer { a in
                        b.withUnsafeMutableBufferPointer { b in
                            batch.losses(
                                outputs: outputs, features: features, outputGradient: a, featureGradient: b)
                        }
                    }
                }
            }
            return (values, a, b)
        }
        let found = losses(outputs, features)
        #expect(abs(found.values[0] - (found.values[1] + 0.5 * found.values[2])) < 1e-9)
        #expect(found.values[3] == 1)
        for i in 0..<10 {
            var (up, down) = (outputs, outputs)
            up[i] += 0.01
            down[i] -= 0.01
            let slope = (losses(up, features).values[0] - losses(down, features).values[0]) / 0.02
            #expect(abs(slope - Double(found.outputs[i])) < 1e-4)
            (up, down) = (features, features)
            up[i] += 0.01
            down[i] -= 0.01
            let pull = (losses(outputs, up).values[0] - losses(outputs, down).values[0]) / 0.02
            #expect(abs(pull - Double(found.features[i])) < 1e-4)
        }
        #expect(found.outputs[4...].allSatisfy { $0 == 0 })
        #expect(found.features[..<4].allSatisfy { $0 == 0 })
    }
}
