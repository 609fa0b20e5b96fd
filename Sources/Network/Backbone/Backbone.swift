import CDNN
import Disk
import Raster

/// A network trunk ready to run: weights in oneDNN's layout, primitives chosen, memory planned. Immutable, so any number
/// of contexts may run it at once.
public final class Backbone: Sendable {
    public let architecture: Architecture
    /// SHA-256 of the checkpoint's file: two backbones with the same fingerprint give the same features.
    public let fingerprint: SHA256Digest
    /// Input size in pixels.
    public let width: Int
    public let height: Int
    public let precision: Precision
    /// OpenMP threads of each run.
    public let threads: Int
    /// Shape of each tap, finest first.
    public let taps: [TapShape]

    public struct TapShape: Equatable, Sendable {
        public let name: String
        public let channels: Int
        public let width: Int
        public let height: Int

        public init(name: String, channels: Int, width: Int, height: Int) {
            self.name = name
            self.channels = channels
            self.width = width
            self.height = height
        }
    }

    // Never written after init; oneDNN runs a primitive from many threads when its scratchpad is the caller's.
    nonisolated(unsafe) let network: OpaquePointer

    /// - Parameters:
    ///   - checkpoint: native layout, BatchNorm folded; its tensors are checked against `architecture`.
    ///   - threads: OpenMP threads of each run; 1 where parts are scored in parallel.
    /// - Throws: `NetworkError` naming the first missing or mis-shaped tensor, or what oneDNN refuses.
    public init(
        checkpoint: Checkpoint, architecture: Architecture, width: Int, height: Int, precision: Precision = .f32,
        threads: Int = 1
    ) throws(NetworkError) {
        try checkpoint.validate(against: architecture)
        guard let fingerprint = checkpoint.digest else {
            throw NetworkError(.malformed, architecture.name, "the checkpoint was never written to a file")
        }
        self.architecture = architecture
        self.fingerprint = fingerprint
        self.width = width
        self.height = height
        self.precision = precision
        self.threads = threads
        let tapLayers = architecture.taps.map { Int32($0.layer) }
        var message = [CChar](repeating: 0, count: Int(DNN_ERROR_LENGTH))
        let made = LayerTable(architecture, checkpoint, width: width, height: height).withLayers { layers in
            dnn_network_create(
                layers.baseAddress, Int32(layers.count), 1, 3, Int32(height), Int32(width),
                Int32((precision == .bf16 ? DNN_BF16 : DNN_F32)), Int32(threads), tapLayers, Int32(tapLayers.count),
                &message)
        }
        guard let made else {
            let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw NetworkError(.library, architecture.name, "\(text) at an input of \(width)×\(height)")
        }
        network = made
        taps = architecture.taps.indices.map { k in
            let shape = dnn_network_tap(made, Int32(k))
            return TapShape(
                name: architecture.taps[k].name, channels: Int(shape.channels), width: Int(shape.width),
                height: Int(shape.height))
        }
    }

    deinit { dnn_network_destroy(network) }

    /// Bytes that each worker takes to run it: activations, the input and the taps.
    public var workingBytes: Int {
        let floats = 3 * width * height + taps.reduce(0) { $0 + $1.channels * $1.width * $1.height }
        return dnn_network_arena_bytes(network) + 4 * floats
    }

    /// Channels of all taps together: 448 for ResNet-18, 176 for EfficientNet-Lite1.
    public var channels: Int { taps.reduce(0) { $0 + $1.channels } }
}
