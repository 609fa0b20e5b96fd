import Disk
import Foundation
import Network
import Raster

/// A small network with every kind of layer (strided, SAME, depthwise, excited, residual, pooled) and its plain evaluation.
public struct TinyNetwork {
    public let architecture: Architecture
    public let checkpoint: Checkpoint
    private let seed: Int

    public struct Volume {
        public let channels: Int
        public let height: Int
        public let width: Int
        public var values: [Float]
        public subscript(c: Int, y: Int, x: Int) -> Float { values[(c * height + y) * width + x] }
    }

    public init(seed: Int) {
        self.seed = seed
        typealias Layer = Architecture.Layer
        func convolution(
            _ name: String, _ input: Int, _ from: Int, _ to: Int, kernel: Int, stride: Int = 1,
            _ padding: Architecture.Padding, groups: Int = 1, adds: Int? = nil, _ activation: Architecture.Activation
        ) -> Layer {
            Layer(
                name: name,
                operation: .convolution(
                    .init(
                        inputChannels: from, outputChannels: to, kernel: kernel, stride: stride, padding: padding,
                        groups: groups, adds: adds, activation: activation)), input: input)
        }
        func excitation(
            _ name: String, _ input: Int, _ channels: Int, squeezed: Int, _ activation: Architecture.Activation
        ) -> Layer {
            let excitation = Architecture.Excitation(channels: channels, squeezed: squeezed, activation: activation)
            return Layer(name: name, operation: .excitation(excitation), input: input)
        }
        let layers = [
            convolution("stem", -1, 3, 16, kernel: 3, stride: 2, .same, .relu6),
            convolution("depthwise", 0, 16, 16, kernel: 5, stride: 1, .same, groups: 16, .swish),
            excitation("excite", 1, 16, squeezed: 3, .swish),
            convolution("project", 2, 16, 16, kernel: 1, .symmetric(0), adds: 0, .none),
            Layer(name: "pool", operation: .maxPool(kernel: 3, stride: 2, padding: 1), input: 3),
            // Adds what it reads, so that the sum must not overwrite its own input.
            convolution("block", 4, 16, 16, kernel: 3, .symmetric(1), adds: 4, .relu),
            // Reads a layer that is still needed afterwards.
            convolution("shortcut", 4, 16, 24, kernel: 1, .symmetric(0), .none),
            convolution("widen", 5, 16, 24, kernel: 3, .symmetric(1), adds: 6, .relu),
            // Weighs a layer that is still needed afterwards, in channels that fill no vector.
            excitation("excite again", 7, 24, squeezed: 17, .relu),
            convolution("mix", 8, 24, 24, kernel: 3, .symmetric(1), adds: 7, .swish),
        ]
        let taps = [
            Architecture.Tap(name: "first", layer: 3, channels: 16, stride: 2),
            Architecture.Tap(name: "excited", layer: 8, channels: 24, stride: 4),
            Architecture.Tap(name: "last", layer: 9, channels: 24, stride: 4),
        ]
        architecture = Architecture(name: "tiny", normalisation: .lite, layers: layers, taps: taps)
        var random = Random(seed: seed)
        var tensors: [String: Tensor] = [:]
        for (name, shape) in architecture.tensorShapes {
            let inputs = shape.dropFirst().reduce(1, *)
            let scale = shape.count == 1 ? 1 : 2 / Float(inputs).squareRoot()
            tensors[name] = Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in random.next() * scale })
        }
        checkpoint = Checkpoint(tensors: tensors, digest: SHA256Digest(hashing: [UInt8(seed)]))
    }

    public func image(width: Int, height: Int) -> Image {
        var random = Random(seed: seed + 100)
        let pixels = (0..<(3 * width * height)).map { _ in UInt8((random.next() + 1) * 127) }
        return Image(width: width, height: height, pixels: pixels)
    }

    /// Layer `index` by the definition of each operation.
    public func output(of index: Int, image: Image) -> Volume {
        if index < 0 {
            let area = image.width * image.height
            let values = (0..<(3 * area)).map { (Float(image.pixels[3 * ($0 % area) + $0 / area]) - 127) / 128 }
            return Volume(channels: 3, height: image.height, width: image.width, values: values)
        }
        let layer = architecture.layers[index]
        let input = output(of: layer.input, image: image)
        switch layer.operation {
        case .maxPool(let kernel, let stride, let padding):
            return window(input, input.channels, kernel, stride, padding, padding, padding, padding) { c, y, x in
                var best = -Float.infinity
                for j in 0..<kernel {
                    for i in 0..<kernel
                    where (y + j) >= 0 && (y + j) < input.height && (x + i) >= 0 && (x + i) < input.width {
                        best = max(best, input[c, y + j, x + i])
                    }
                }
                return best
            }
        case .convolution(let c):
            let weights = checkpoint.tensors["\(layer.name).weight"]!.values
            let bias = checkpoint.tensors["\(layer.name).bias"]!.values
            let (top, bottom) = padding(c, input.height)
            let (left, right) = padding(c, input.width)
            let perGroup = (c.inputChannels / c.groups, c.outputChannels / c.groups)
            var result = window(input, c.outputChannels, c.kernel, c.stride, top, bottom, left, right) { o, y, x in
                var sum = Double(bias[o])
                for q in 0..<perGroup.0 {
                    for j in 0..<c.kernel {
                        for i in 0..<c.kernel
                        where (y + j) >= 0 && (y + j) < input.height && (x + i) >= 0 && (x + i) < input.width {
                            let weight = weights[((o * perGroup.0 + q) * c.kernel + j) * c.kernel + i]
                            sum += Double(weight) * Double(input[o / perGroup.1 * perGroup.0 + q, y + j, x + i])
                        }
                    }
                }
                return Float(sum)
            }
            if let adds = c.adds {
                let residual = output(of: adds, image: image)
                for i in result.values.indices { result.values[i] += residual.values[i] }
            }
            result.values = result.values.map { activated($0, c.activation) }
            return result
        case .excitation(let e):
            func dense(_ name: String, _ inputs: [Float], _ outputs: Int) -> [Float] {
                let weights = checkpoint.tensors["\(layer.name).\(name).weight"]!.values
                let bias = checkpoint.tensors["\(layer.name).\(name).bias"]!.values
                return (0..<outputs).map { o in
                    let products = inputs.indices.map { Double(weights[o * inputs.count + $0]) * Double(inputs[$0]) }
                    return Float(products.reduce(Double(bias[o]), +))
                }
            }
            let area = input.height * input.width
            let means = (0..<e.channels).map { c in
                Float(input.values[c * area..<(c + 1) * area].reduce(0.0) { $0 + Double($1) } / Double(area))
            }
            let hidden = dense("reduce", means, e.squeezed).map { activated($0, e.activation) }
            let factors = dense("expand", hidden, e.channels).map { 1 / (1 + exp(-$0)) }
            var result = input
            for i in result.values.indices { result.values[i] *= factors[i / area] }
            return result
        }
    }

    private func activated(_ x: Float, _ activation: Architecture.Activation) -> Float {
        switch activation {
        case .none: x
        case .relu: max(0, x)
        case .relu6: min(6, max(0, x))
        case .swish: x / (1 + exp(-x))
        }
    }

    private func padding(_ c: Architecture.Convolution, _ side: Int) -> (Int, Int) {
        switch c.padding {
        case .symmetric(let zeros): return (zeros, zeros)
        case .same:
            let outputs = (side + c.stride - 1) / c.stride
            let zeros = max(0, (outputs - 1) * c.stride + c.kernel - side)
            return (zeros / 2, zeros - zeros / 2)
        }
    }

    private func window(
        _ input: Volume, _ channels: Int, _ kernel: Int, _ stride: Int, _ top: Int, _ bottom: Int, _ left: Int,
        _ right: Int, _ value: (Int, Int, Int) -> Float
    ) -> Volume {
        let height = (input.height + top + bottom - kernel) / stride + 1
        let width = (input.width + left + right - kernel) / stride + 1
        var values: [Float] = []
        for c in 0..<channels {
            for y in 0..<height { for x in 0..<width { values.append(value(c, y * stride - top, x * stride - left)) } }
        }
        return Volume(channels: channels, height: height, width: width, values: values)
    }
}

/// Values in −1…1 that are the same on every run.
public struct Random {
    private var state: UInt64
    public init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }
    public mutating func next() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
    }
}
