import Disk
import Foundation
import Network
import Raster
import TestSupport
import Testing

/// Brain floats against single precision, and the path that CPUs without them take.
struct PrecisionTests {
    /// A brain float has 8 bits of mantissa, so every layer adds an error of some 2⁻⁹ of its values; over the depth of
    /// these networks that stays within 2.5 % of a tap's root mean square (measured: 0.3 to 1.6 %), and no value is off
    /// by more than 5 % of the largest.
    @Test(
        .enabled(if: Precision.bf16.isNative, "needs a CPU that multiplies bf16"),
        arguments: Architecture.all.map(\.name))
    func brainFloatsAreClose(name: String) throws {
        let architecture = try #require(Architecture.named(name))
        let checkpoint = Self.weights(architecture)
        let image = TinyNetwork(seed: 9).image(width: 128, height: 96)
        let (single, brain) = (
            try Self.taps(checkpoint, architecture, image, .f32), try Self.taps(checkpoint, architecture, image, .bf16)
        )
        for (k, tap) in architecture.taps.enumerated() {
            var (error, power, worst, largest) = (0.0, 0.0, 0.0, 0.0)
            for (a, b) in zip(single[k], brain[k]) {
                let (value, difference) = (Double(a), abs(Double(a) - Double(b)))
                (error, power) = (error + difference * difference, power + value * value)
                (worst, largest) = (max(worst, difference), max(largest, abs(value)))
            }
            #expect(largest > 1e-2 && largest < 1e4, "\(name) \(tap.name): activations out of sight prove nothing")
            #expect(
                error.squareRoot() <= 0.025 * power.squareRoot(), "\(name) \(tap.name): \((error / power).squareRoot())"
            )
            #expect(worst <= 0.05 * largest, "\(name) \(tap.name): \(worst / largest)")
        }
    }

    @Test(.enabled(if: Precision.bf16.isNative, "needs a CPU that multiplies bf16"), arguments: [1, 2, 3], [1, 2])
    func everyKindOfLayerComputesInBrainFloats(seed: Int, threads: Int) throws {
        try Self.expectPlain(seed: seed, .bf16, threads: threads, within: 0.03)
    }

    @Test(arguments: [1, 2, 3], [2, 3])
    func teamsComputeTheSame(seed: Int, threads: Int) throws {
        try Self.expectPlain(seed: seed, .f32, threads: threads, within: 1e-5)
    }

    #if compiler(>=6.2)
        /// oneDNN takes its limit from the environment when it is first asked, hence a process of its own.
        @Test func withoutBrainFloatsSinglePrecisionIsTaken() async {
            await #expect(processExitsWith: .success) {
                setenv("ONEDNN_MAX_CPU_ISA", "AVX2", 1)
                guard !Precision.bf16.isNative, Precision.f32.isNative else { exit(1) }
                guard ["AVX2", "AVX", "SSE4.1", "generic"].contains(Processor.instructionSet) else { exit(2) }
                for seed in 1...3 {
                    do { try PrecisionTests.expectPlain(seed: seed, .f32, threads: 1, within: 1e-5) } catch { exit(3) }
                }
                exit(0)
            }
        }
    #endif

    struct Apart: Error {}

    /// The taps of a tiny network against its plain evaluation, relative to each tap's largest value.
    private static func expectPlain(
        seed: Int, _ precision: Precision, threads: Int, within tolerance: Float
    ) throws {
        let network = TinyNetwork(seed: seed)
        let image = network.image(width: 33, height: 18)
        let taps = try taps(network.checkpoint, network.architecture, image, precision, threads: threads)
        for (k, tap) in network.architecture.taps.enumerated() {
            let expected = network.output(of: tap.layer, image: image)
            let area = expected.height * expected.width
            let largest = expected.values.map(abs).max() ?? 0
            for (i, value) in taps[k].enumerated() {
                let want = expected.values[i % tap.channels * area + i / tap.channels]
                guard abs(value - want) <= tolerance * largest else {
                    Issue.record("\(tap.name): \(value) for \(want)")
                    throw Apart()
                }
            }
        }
    }

    private static func taps(
        _ checkpoint: Checkpoint, _ architecture: Architecture, _ image: Image, _ precision: Precision, threads: Int = 1
    ) throws -> [[Float]] {
        let backbone = try Backbone(
            checkpoint: checkpoint, architecture: architecture, width: image.width, height: image.height,
            precision: precision, threads: threads)
        let pass = try ForwardPass(backbone)
        try pass.run(image)
        return architecture.taps.indices.map { k in pass.withTap(k) { Array($0) } }
    }

    /// Random weights of a size that hands values on about as large as they came in.
    private static func weights(_ architecture: Architecture) -> Checkpoint {
        var random = Random(seed: 11)
        var tensors: [String: Tensor] = [:]
        for (name, shape) in architecture.tensorShapes {
            let inputs = Float(shape.dropFirst().reduce(1, *))
            // Behind a rectifier half of the power is gone; a projection has none, and must not drive the next block's
            // into saturation.
            let power: Float = name.hasSuffix("project.weight") ? 2 : 6
            let scale = shape.count == 1 ? 0.2 : (power / inputs).squareRoot()
            tensors[name] = Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in random.next() * scale })
        }
        return Checkpoint(tensors: tensors, digest: SHA256Digest(hashing: [11]))
    }
}
