import Disk
import Network
import Raster
import TestSupport
import Testing

/// Wide 3×3 convolutions (minimal filtering) and the stem of residual networks are computed by kernels of our own where
/// the CPU suits them: they must agree with convolutions written out, at sizes that are no multiple of their tiles, alone
/// and in a team of threads.
struct OwnConvolutionTests {
    private static let sizes = [(66, 36), (64, 64), (17, 141), (12, 9)]

    @Test(arguments: sizes, [1, 2])
    func agreesWithPlainConvolution(size: (width: Int, height: Int), threads: Int) throws {
        try expectAgreement(size.width, size.height, threads, .f32, within: 5e-6)
    }

    @Test(.enabled(if: Precision.bf16.isNative, "needs a CPU with bf16"), arguments: sizes, [1, 2])
    func agreesInBrainFloats(size: (width: Int, height: Int), threads: Int) throws {
        try expectAgreement(size.width, size.height, threads, .bf16, within: 1e-2)
    }

    @Test(arguments: Precision.allCases.filter(\.isNative))
    func whatIsNoNumberStaysNone(precision: Precision) throws {
        var checkpoint = Self.checkpoint
        checkpoint.tensors["wide.bias"]?.values[7] = .nan
        let backbone = try Backbone(
            checkpoint: checkpoint, architecture: Self.architecture, width: 64, height: 64, precision: precision)
        let pass = try ForwardPass(backbone)
        try pass.run(Self.image(64, 64))
        let wide = pass.withTap(1) { Array($0) }
        for position in 0..<(32 * 32) { #expect(wide[position * 64 + 7].isNaN) }
    }

    /// Every tap against the definition, relative to the tap's largest value.
    private func expectAgreement(
        _ width: Int, _ height: Int, _ threads: Int, _ precision: Precision, within tolerance: Float
    ) throws {
        let backbone = try Backbone(
            checkpoint: Self.checkpoint, architecture: Self.architecture, width: width, height: height,
            precision: precision, threads: threads)
        let pass = try ForwardPass(backbone)
        let image = Self.image(width, height)
        try pass.run(image)
        let expected = Self.plain(image)
        for (k, tap) in expected.enumerated() {
            let largest = tap.map(abs).max() ?? 0
            let worst = pass.withTap(k) { ours in zip(ours, tap).map { abs($0 - $1) }.max() ?? .infinity }
            #expect(worst <= tolerance * largest, "\(backbone.taps[k].name): \(worst / largest)")
        }
    }

    // MARK: The network and its plain evaluation

    private struct Layer {
        let name: String
        let from: Int
        let to: Int
        let input: Int
        var kernel = 3
        var stride = 1
        var adds: Int?
        var ceiling = Float.infinity
    }

    private static let layers = [
        Layer(name: "stem", from: 3, to: 64, input: -1, kernel: 7, stride: 2),
        Layer(name: "wide", from: 64, to: 64, input: 0),
        Layer(name: "residual", from: 64, to: 64, input: 1, adds: 0),
        Layer(name: "wider", from: 64, to: 128, input: 2, ceiling: 6),
        // Adds what it reads, so that the sum must not overwrite it.
        Layer(name: "last", from: 128, to: 128, input: 3, adds: 3),
    ]

    private static let architecture = Architecture(
        name: "wide", normalisation: .imageNet,
        layers: layers.map { layer in
            Architecture.Layer(
                name: layer.name,
                operation: .convolution(
                    .init(
                        inputChannels: layer.from, outputChannels: layer.to, kernel: layer.kernel,
                        stride: layer.stride, padding: .symmetric(layer.kernel / 2), groups: 1, adds: layer.adds,
                        activation: layer.ceiling == 6 ? .relu6 : .relu)), input: layer.input)
        }, taps: layers.indices.map { .init(name: layers[$0].name, layer: $0, channels: layers[$0].to, stride: 1) })

    private static let checkpoint: Checkpoint = {
        var random = Random(seed: 11)
        var tensors: [String: Tensor] = [:]
        for layer in layers {
            let shape = [layer.to, layer.from, layer.kernel, layer.kernel]
            let scale = 2 / Float(shape[1] * shape[2] * shape[3]).squareRoot()
            tensors["\(layer.name).weight"] = Tensor(
                shape: shape, values: (0..<shape.reduce(1, *)).map { _ in random.next() * scale })
            tensors["\(layer.name).bias"] = Tensor(
                shape: [layer.to], values: (0..<layer.to).map { _ in random.next() / 2 })
        }
        return Checkpoint(tensors: tensors, digest: SHA256Digest(hashing: Array("wide".utf8)))
    }()

    private static func image(_ width: Int, _ height: Int) -> Image {
        var random = Random(seed: 12)
        return Image(
            width: width, height: height,
            pixels: (0..<(3 * width * height)).map { _ in UInt8((random.next() + 1) * 127) })
    }

    private static func normalised(_ image: Image) -> [Float] {
        let by = architecture.normalisation
        return image.pixels.enumerated().map { i, value in
            (Float(value) * by.scale - by.mean[i % 3]) / by.deviation[i % 3]
        }
    }

    /// Every layer, channels last, by the definition of a convolution in double precision.
    private static func plain(_ image: Image) -> [[Float]] {
        var outputs: [(width: Int, height: Int, values: [Float])] = []
        for layer in layers {
            let input =
                layer.input < 0
                ? (image.width, image.height, normalised(image)) : outputs[layer.input]
            let weights = checkpoint.tensors["\(layer.name).weight"]!.values
            let bias = checkpoint.tensors["\(layer.name).bias"]!.values
            let (side, pad) = (layer.kernel, layer.kernel / 2)
            let width = (input.0 + 2 * pad - side) / layer.stride + 1
            let height = (input.1 + 2 * pad - side) / layer.stride + 1
            var output: [Float] = []
            for y in 0..<height {
                for x in 0..<width {
                    var sums = bias.map(Double.init)
                    for j in 0..<(side * side) {
                        let (yy, xx) = (y * layer.stride + j / side - pad, x * layer.stride + j % side - pad)
                        guard yy >= 0, yy < input.1, xx >= 0, xx < input.0 else { continue }
                        for i in 0..<layer.from {
                            let value = Double(input.2[(yy * input.0 + xx) * layer.from + i])
                            for o in 0..<layer.to {
                                sums[o] += value * Double(weights[(o * layer.from + i) * side * side + j])
                            }
                        }
                    }
                    for (o, sum) in sums.enumerated() {
                        let residual = layer.adds.map { outputs[$0].values[(y * width + x) * layer.to + o] } ?? 0
                        output.append(min(layer.ceiling, max(0, Float(sum) + residual)))
                    }
                }
            }
            outputs.append((width, height, output))
        }
        return outputs.map(\.values)
    }
}
