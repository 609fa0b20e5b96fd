import Disk
import Network
import Raster
import TestSupport
import Testing

/// Wide 3×3 convolutions take another way than others (minimal filtering, where the CPU suits it): they must agree with
/// convolutions written out, at sizes that are no multiple of its tiles, alone and in a team of threads.
struct WinogradTests {
    private static let sizes = [(33, 18), (32, 32), (9, 70), (6, 5)]

    @Test(arguments: sizes, [1, 2])
    func agreesWithPlainConvolution(size: (width: Int, height: Int), threads: Int) throws {
        try expectAgreement(size.width, size.height, threads, .f32, within: 5e-6)
    }

    @Test(.enabled(if: Precision.bf16.isNative, "needs a CPU with bf16"), arguments: sizes, [1, 2])
    func agreesInBrainFloats(size: (width: Int, height: Int), threads: Int) throws {
        try expectAgreement(size.width, size.height, threads, .bf16, within: 2e-2)
    }

    @Test(arguments: Precision.allCases.filter(\.isNative))
    func whatIsNoNumberStaysNone(precision: Precision) throws {
        var checkpoint = Self.checkpoint
        checkpoint.tensors["wide.bias"]?.values[7] = .nan
        let backbone = try Backbone(
            checkpoint: checkpoint, architecture: Self.architecture, width: 32, height: 32, precision: precision)
        let pass = try ForwardPass(backbone)
        try pass.run(Self.image(32, 32))
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

    private static let layers: [(name: String, from: Int, to: Int, input: Int, adds: Int?, ceiling: Float)] = [
        ("stem", 3, 64, -1, nil, .infinity), ("wide", 64, 64, 0, nil, .infinity),
        // Adds what is read again later, so that the sum must not overwrite it.
        ("residual", 64, 64, 1, 0, .infinity), ("wider", 64, 128, 2, nil, 6), ("last", 128, 128, 3, 3, .infinity),
    ]

    private static let architecture = Architecture(
        name: "wide", normalisation: .lite,
        layers: layers.map { layer in
            Architecture.Layer(
                name: layer.name,
                operation: .convolution(
                    .init(
                        inputChannels: layer.from, outputChannels: layer.to, kernel: 3, stride: 1,
                        padding: .symmetric(1), groups: 1, adds: layer.adds,
                        activation: layer.ceiling == 6 ? .relu6 : .relu)), input: layer.input)
        }, taps: layers.indices.map { .init(name: layers[$0].name, layer: $0, channels: layers[$0].to, stride: 1) })

    private static let checkpoint: Checkpoint = {
        var random = Random(seed: 11)
        var tensors: [String: Tensor] = [:]
        for layer in layers {
            let scale = 2 / Float(9 * layer.from).squareRoot()
            tensors["\(layer.name).weight"] = Tensor(
                shape: [layer.to, layer.from, 3, 3],
                values: (0..<(layer.to * layer.from * 9)).map { _ in random.next() * scale })
            tensors["\(layer.name).bias"] = Tensor(
                shape: [layer.to], values: (0..<layer.to).map { _ in random.next() / 2 })
        }
        return Checkpoint(tensors: tensors, digest: SHA256Digest(hashing: Array("wide".utf8)))
    }()

    private static func image(_ width: Int, _ height: Int) -> Image {
        var random = Random(seed: 12)
        return Image(
            width: width, height: height, pixels: (0..<(3 * width * height)).map { _ in UInt8((random.next() + 1) * 127) })
    }

    /// Every layer, channels last, by the definition of a convolution in double precision.
    private static func plain(_ image: Image) -> [[Float]] {
        let (width, height) = (image.width, image.height)
        var outputs: [[Float]] = []
        for layer in layers {
            let input = layer.input < 0 ? image.pixels.map { (Float($0) - 127) / 128 } : outputs[layer.input]
            let weights = checkpoint.tensors["\(layer.name).weight"]!.values
            let bias = checkpoint.tensors["\(layer.name).bias"]!.values
            var output: [Float] = []
            for y in 0..<height {
                for x in 0..<width {
                    var sums = bias.map(Double.init)
                    for j in 0..<9 {
                        let (yy, xx) = (y + j / 3 - 1, x + j % 3 - 1)
                        guard yy >= 0, yy < height, xx >= 0, xx < width else { continue }
                        for i in 0..<layer.from {
                            let value = Double(input[(yy * width + xx) * layer.from + i])
                            for o in 0..<layer.to { sums[o] += value * Double(weights[(o * layer.from + i) * 9 + j]) }
                        }
                    }
                    for (o, sum) in sums.enumerated() {
                        let residual = layer.adds.map { outputs[$0][(y * width + x) * layer.to + o] } ?? 0
                        output.append(min(layer.ceiling, max(0, Float(sum) + residual)))
                    }
                }
            }
            outputs.append(output)
        }
        return outputs
    }
}
