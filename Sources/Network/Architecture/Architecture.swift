/// A network trunk as a table of layers: data, not code. The same table drives weight checks, BatchNorm folding and the
/// forward pass. What stands behind the last tap is known too, for those who look at every level.
public struct Architecture: Sendable {
    /// `resnet18`, `efficientnet_lite1`, …: what `--backbone` and checkpoint metadata say.
    public let name: String
    public let normalisation: Normalisation
    /// In order of computation. Layer `i` reads the output of layer `layers[i].input`.
    public let layers: [Layer]
    /// Where feature maps are taken, finest first.
    public let taps: [Tap]
    /// How the network goes on behind the last tap, as far as its head, without the classifier. They count on from
    /// `layers`.
    public let further: [Layer]
    /// The ends of the network's levels, in order: stem, stages, head. The later ones are among `further`.
    public let levels: [Tap]

    public init(
        name: String, normalisation: Normalisation, layers: [Layer], taps: [Tap], further: [Layer] = [],
        levels: [Tap] = []
    ) {
        self.name = name
        self.normalisation = normalisation
        self.layers = layers
        self.taps = taps
        self.further = further
        self.levels = levels
    }

    /// Input to the network: `(pixel · scale − mean) / deviation` for each of R, G, B; pixel in 0…255.
    public struct Normalisation: Equatable, Sendable {
        public let scale: Float
        public let mean: [Float]
        public let deviation: [Float]

        public init(scale: Float, mean: [Float], deviation: [Float]) {
            self.scale = scale
            self.mean = mean
            self.deviation = deviation
        }

        /// torchvision's: RGB / 255, ImageNet mean and standard deviation.
        public static let imageNet = Normalisation(
            scale: 1 / 255, mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
        /// EfficientNet-Lite's: (RGB − 127) / 128.
        public static let lite = Normalisation(scale: 1, mean: [127, 127, 127], deviation: [128, 128, 128])
    }

    public struct Tap: Equatable, Sendable {
        /// `layer1`, `stage3`, …
        public let name: String
        /// Index of the layer whose output is taken.
        public let layer: Int
        public let channels: Int
        /// Input pixels for each patch of this map along an axis: 4, 8, 16.
        public let stride: Int

        public init(name: String, layer: Int, channels: Int, stride: Int) {
            self.name = name
            self.layer = layer
            self.channels = channels
            self.stride = stride
        }
    }

    public struct Layer: Equatable, Sendable {
        public enum Operation: Equatable, Sendable {
            /// Weights `<name>.weight` (out, in / groups, kernel, kernel) and `<name>.bias` (out).
            case convolution(Convolution)
            /// Maximum over a window; padding counts as minus infinity.
            case maxPool(kernel: Int, stride: Int, padding: Int)
            /// Weights `<name>.reduce.weight` (squeezed, channels, 1, 1), `<name>.reduce.bias`, `<name>.expand.weight`
            /// (channels, squeezed, 1, 1) and `<name>.expand.bias`.
            case excitation(Excitation)
        }
        public let name: String
        public let operation: Operation
        /// The layer read; −1 is the network's input.
        public let input: Int

        public init(name: String, operation: Operation, input: Int) {
            self.name = name
            self.operation = operation
            self.input = input
        }
    }

    public struct Convolution: Equatable, Sendable {
        public let inputChannels: Int
        public let outputChannels: Int
        public let kernel: Int
        public let stride: Int
        public let padding: Padding
        public let groups: Int
        /// A layer whose output is added before the activation: the residual connection.
        public let adds: Int?
        public let activation: Activation

        public init(
            inputChannels: Int, outputChannels: Int, kernel: Int, stride: Int, padding: Padding, groups: Int,
            adds: Int?, activation: Activation
        ) {
            self.inputChannels = inputChannels
            self.outputChannels = outputChannels
            self.kernel = kernel
            self.stride = stride
            self.padding = padding
            self.groups = groups
            self.adds = adds
            self.activation = activation
        }
    }

    /// Squeeze-and-excitation (Hu et al. 2018, section 3): each channel times the sigmoid of what two dense layers make
    /// of all channels' means.
    public struct Excitation: Equatable, Sendable {
        public let channels: Int
        /// Numbers between the two layers.
        public let squeezed: Int
        /// Between the two layers.
        public let activation: Activation

        public init(channels: Int, squeezed: Int, activation: Activation) {
            self.channels = channels
            self.squeezed = squeezed
            self.activation = activation
        }
    }

    public enum Padding: Equatable, Sendable {
        /// The same number of zeros on all four sides.
        case symmetric(Int)
        /// TensorFlow's SAME: output = ceil(input / stride); an odd row or column goes to the bottom and right.
        case same
    }

    public enum Activation: Equatable, Sendable {
        case none, relu, relu6
        /// x · sigmoid(x), also called SiLU.
        case swish
    }
}
