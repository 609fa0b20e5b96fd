import Disk

/// The names that a file of saved tensors may mention: these and no others.
enum TorchGlobal: Equatable, CustomStringConvertible {
    case orderedDict
    case rebuildTensor
    case rebuildParameter
    /// `torch.FloatStorage` and its like.
    case storage(WeightType)

    private static let storages: [String: WeightType] = [
        "DoubleStorage": .f64, "FloatStorage": .f32, "HalfStorage": .f16, "BFloat16Storage": .bf16,
        "LongStorage": .i64, "IntStorage": .i32, "ShortStorage": .i16, "CharStorage": .i8, "ByteStorage": .u8,
        "BoolStorage": .bool,
    ]

    /// - Throws: an unsafe `PickleFault` that names what was asked for.
    init(module: String, name: String) throws(PickleFault) {
        switch (module, name) {
        case ("collections", "OrderedDict"): self = .orderedDict
        case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensor
        case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
        case ("torch", _):
            guard let type = Self.storages[name] else { throw .unsafe("\(module).\(name)".printable) }
            self = .storage(type)
        default: throw .unsafe("\(module).\(name)".printable)
        }
    }

    var description: String {
        switch self {
        case .orderedDict: "collections.OrderedDict"
        case .rebuildTensor: "torch._utils._rebuild_tensor_v2"
        case .rebuildParameter: "torch._utils._rebuild_parameter"
        case .storage(let type): "torch.\(Self.storages.first { $0.value == type }?.key ?? "Storage")"
        }
    }
}
