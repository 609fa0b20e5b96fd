import Disk
import SystemPackage

extension Checkpoint {
    /// Bytes that a checkpoint file may have: ten times the largest trunk in use.
    public static let sizeLimit = 1 << 30
    /// Bytes that the header of a safetensors file may have.
    static let headerLimit = 16 << 20

    /// Reads a safetensors file: F64, F32, F16 and BF16 tensors as floats; whole-number tensors (counters) are skipped.
    ///
    /// Layout: header length (UInt64, little-endian), JSON header, data. The tensors must tile the data exactly.
    /// - Throws: `NetworkError` naming the file, what is wrong in it and how to mend it.
    public static func readSafetensors(_ path: FilePath) throws(NetworkError) -> Checkpoint {
        try parseSafetensors(try contents(path), path)
    }

    static func contents(_ path: FilePath) throws(NetworkError) -> [UInt8] {
        do {
            return try path.readAll(limit: sizeLimit)
        } catch {
            throw NetworkError(.disk, path, error.message)
        }
    }

    static func parseSafetensors(_ bytes: [UInt8], _ path: FilePath) throws(NetworkError) -> Checkpoint {
        let digest = SHA256Digest(hashing: bytes)
        return try bytes.withUnsafeBufferPointer { (buffer) throws(NetworkError) in
            let raw = UnsafeRawBufferPointer(buffer)
            func damaged(_ what: String) -> NetworkError {
                NetworkError(.malformed, path, "not a whole safetensors file: \(what); copy or download it again")
            }
            guard raw.count >= 8 else { throw damaged("it has only \(raw.count) bytes") }
            let length = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
            guard length <= UInt64(headerLimit), length <= UInt64(raw.count - 8) else {
                throw damaged("its header claims \(length) bytes")
            }
            let data = UnsafeRawBufferPointer(rebasing: raw[(8 + Int(length))...])
            let header: SafetensorsHeader
            do throws(JSONFault) {
                header = try SafetensorsHeader(
                    UnsafeRawBufferPointer(rebasing: raw[8..<(8 + Int(length))]).assumingMemoryBound(to: UInt8.self))
            } catch {
                throw damaged("\(error.message), at byte \(8 + error.offset)")
            }
            var checkpoint = Checkpoint(metadata: header.metadata, tensors: [:], digest: digest)
            let types = header.entries.compactMap { WeightType(rawValue: $0.type) }.filter(\.isWeight)
            if types.contains(.f16), types.allSatisfy({ $0 == .f16 }) { checkpoint.storage = .half }
            // In order of their data, so that a gap or an overlap shows as a wrong start.
            var end = 0
            let ordered = header.entries.sorted {
                ($0.offsets.lowerBound, $0.offsets.upperBound) < ($1.offsets.lowerBound, $1.offsets.upperBound)
            }
            for entry in ordered {
                let name = entry.name.printable
                guard let type = WeightType(rawValue: entry.type) else {
                    throw damaged("\(name) is of the unknown type \(entry.type.printable)")
                }
                guard let size = Tensor.count(entry.shape, limit: sizeLimit).map({ $0 * type.size }),
                    size == entry.offsets.count
                else {
                    throw damaged("\(name) has \(entry.offsets.count) bytes, not those of its shape \(entry.shape)")
                }
                guard entry.offsets.lowerBound == end, entry.offsets.upperBound <= data.count else {
                    throw damaged("\(name) overlaps another tensor, leaves a gap or runs past the end")
                }
                end = entry.offsets.upperBound
                guard type.isWeight else { continue }
                guard let values = type.floats(UnsafeRawBufferPointer(rebasing: data[entry.offsets])) else { continue }
                checkpoint.tensors[entry.name] = try Tensor(checked: values, shape: entry.shape, name: entry.name, path)
            }
            guard end == data.count else { throw damaged("\(data.count - end) bytes follow the last tensor") }
            return checkpoint
        }
    }
}

extension Tensor {
    /// Numbers in a tensor of this shape; `nil` when negative or over `limit`.
    static func count(_ shape: [Int], limit: Int) -> Int? {
        guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
        if shape.contains(0) { return 0 }
        var count = 1
        for side in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: side)
            guard !overflow, product <= limit else { return nil }
            count = product
        }
        return count
    }

    /// A tensor from a file: every number must be finite.
    init(checked values: [Float], shape: [Int], name: String, _ path: FilePath) throws(NetworkError) {
        guard values.allSatisfy(\.isFinite) else {
            throw NetworkError(
                .malformed, path, "\(name.printable) holds a number that is infinite or none; export the weights again")
        }
        self.init(shape: shape, values: values)
    }
}
