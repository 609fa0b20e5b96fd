import Disk
import SystemPackage

extension Checkpoint {
    /// The checkpoint as a safetensors file: F32 or F16 as its storage says, tensors by name, header padded to 8 bytes.
    /// The same tensors and metadata give the same bytes.
    /// - Precondition: no tensor is called `__metadata__`, a word of the format.
    public var safetensors: [UInt8] {
        precondition(tensors["__metadata__"] == nil, "the format keeps this name for itself")
        let ordered = tensors.sorted { $0.key < $1.key }
        let type = storage == .half ? WeightType.f16 : .f32
        var members: [String] = []
        if !metadata.isEmpty {
            let words = metadata.sorted { $0.key < $1.key }.map { "\(Self.json($0.key)):\(Self.json($0.value))" }
            members.append("\"__metadata__\":{\(words.joined(separator: ","))}")
        }
        var end = 0
        for (name, tensor) in ordered {
            let start = end
            end += type.size * tensor.values.count
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            members.append(
                "\(Self.json(name)):{\"dtype\":\"\(type.rawValue)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(start),\(end)]}")
        }
        var header = Array("{\(members.joined(separator: ","))}".utf8)
        header += Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + header.count + end)
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes += $0 }
        bytes += header
        for (_, tensor) in ordered {
            switch storage {
            case .single:
                for value in tensor.values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
            case .half:
                for value in tensor.values {
                    withUnsafeBytes(of: Float16(value).bitPattern.littleEndian) { bytes += $0 }
                }
            }
        }
        return bytes
    }

    /// Writes the checkpoint atomically.
    /// - Returns: the SHA-256 of the file, its digest from now on.
    @discardableResult
    public func writeSafetensors(to path: FilePath) throws(NetworkError) -> SHA256Digest {
        let bytes = safetensors
        do {
            try path.writeAtomically(bytes)
        } catch {
            throw NetworkError(.disk, path, error.message)
        }
        return SHA256Digest(hashing: bytes)
    }

    private static func json(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case ..<" ":
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
