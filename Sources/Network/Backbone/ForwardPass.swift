import CDNN
import Raster

/// The working memory of one worker: it runs a backbone on one image at a time and belongs to one thread at a time.
public final class ForwardPass {
    public let backbone: Backbone
    private let context: OpaquePointer
    /// Input value for each channel and grey level.
    private let levels: [[Float]]

    /// - Throws: `NetworkError.library` when memory is short.
    public init(_ backbone: Backbone) throws(NetworkError) {
        guard let context = dnn_context_create(backbone.network) else {
            let needed = dnn_network_arena_bytes(backbone.network) >> 20
            throw NetworkError(.library, backbone.architecture.name, "no memory for its \(needed) MiB of activations")
        }
        self.backbone = backbone
        self.context = context
        let normalisation = backbone.architecture.normalisation
        levels = (0..<3).map { channel in
            (0..<256).map { level in
                (Float(level) * normalisation.scale - normalisation.mean[channel]) / normalisation.deviation[channel]
            }
        }
    }

    deinit { dnn_context_destroy(context) }

    /// Computes the taps of an image of the backbone's input size; read them through `withTap` until the next run.
    /// - Precondition: the image has the backbone's width and height.
    public func run(_ image: Image) throws(NetworkError) {
        precondition(image.width == backbone.width && image.height == backbone.height)
        let pixels = image.width * image.height
        let input = UnsafeMutableBufferPointer(start: dnn_context_input(context), count: 3 * pixels)
        image.pixels.withUnsafeBufferPointer { rgb in
            for channel in 0..<3 {
                levels[channel].withUnsafeBufferPointer { level in
                    for i in 0..<pixels { input[channel * pixels + i] = level[Int(rgb[3 * i + channel])] }
                }
            }
        }
        let status = dnn_context_run(context)
        guard status == 0 else {
            throw NetworkError(.library, backbone.architecture.name, "oneDNN stopped with status \(status)")
        }
    }

    /// Tap `k`, `height × width × channels` floats, channels fastest.
    public func withTap<Result>(_ k: Int, _ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
        let shape = backbone.taps[k]
        return try body(
            UnsafeBufferPointer(
                start: dnn_context_tap(context, Int32(k)), count: shape.channels * shape.width * shape.height))
    }
}
