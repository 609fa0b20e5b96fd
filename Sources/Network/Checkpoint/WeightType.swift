/// How a number of a tensor stands in a file.
enum WeightType: String, CaseIterable {
    case f64 = "F64"
    case f32 = "F32"
    case f16 = "F16"
    case bf16 = "BF16"
    case i64 = "I64"
    case u64 = "U64"
    case i32 = "I32"
    case u32 = "U32"
    case i16 = "I16"
    case u16 = "U16"
    case i8 = "I8"
    case u8 = "U8"
    case bool = "BOOL"

    /// Bytes of one number.
    var size: Int {
        switch self {
        case .f64, .i64, .u64: 8
        case .f32, .i32, .u32: 4
        case .f16, .bf16, .i16, .u16: 2
        case .i8, .u8, .bool: 1
        }
    }

    /// Whether numbers of this type can be weights. Counters such as `num_batches_tracked` are whole numbers.
    var isWeight: Bool {
        switch self {
        case .f64, .f32, .f16, .bf16: true
        default: false
        }
    }

    /// The little-endian numbers in `data` as floats; `nil` for a type that holds no weights.
    func floats(_ data: UnsafeRawBufferPointer) -> [Float]? {
        let count = data.count / size
        func all(_ value: (Int) -> Float) -> [Float] {
            [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
                for i in 0..<count { buffer[i] = value(i * size) }
                initialized = count
            }
        }
        func bits<Bits: FixedWidthInteger>(_ offset: Int) -> Bits {
            Bits(littleEndian: data.loadUnaligned(fromByteOffset: offset, as: Bits.self))
        }
        switch self {
        case .f64: return all { Float(Double(bitPattern: bits($0))) }
        case .f32: return all { Float(bitPattern: bits($0)) }
        case .f16: return all { Float(Float16(bitPattern: bits($0))) }
        case .bf16: return all { Float(bitPattern: UInt32(bits($0) as UInt16) << 16) }
        default: return nil
        }
    }
}
