import CDNN

/// What the network computes in.
public enum Precision: String, Sendable, CaseIterable {
    case f32
    /// Brain floats, only where the CPU multiplies them natively: emulated they are slower and no more exact.
    case bf16

    /// The one that a network runs in unless somebody chooses: bf16 where the CPU has it and its figures were shown to
    /// stay within 0.001 of those in single precision, which is so for ResNet-18 on every real set, and not quite for the
    /// EfficientNets.
    public static func standard(for architecture: Architecture) -> Precision {
        Precision.bf16.isNative && architecture.name == Architecture.resnet18.name ? .bf16 : .f32
    }

    /// Whether this CPU computes in it at full speed.
    public var isNative: Bool {
        switch self {
        case .f32: true
        case .bf16: dnn_has_native_bf16() == 1
        }
    }
}
