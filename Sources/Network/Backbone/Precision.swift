import CDNN

/// What the network computes in.
public enum Precision: String, Sendable, CaseIterable {
    case f32
    /// Brain floats, only where the CPU multiplies them natively: emulated they are slower and no more exact.
    case bf16

    /// Whether this CPU computes in it at full speed.
    public var isNative: Bool {
        switch self {
        case .f32: true
        case .bf16: dnn_has_native_bf16() == 1
        }
    }
}
