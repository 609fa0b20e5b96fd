import Disk

/// An array of a detector as its calibration's file keeps it: little-endian, without a shape of its own.
public struct StoredArray: Sendable {
    public let name: String
    package let bytes: Factors

    /// Bytes wherever they lie.
    package init(_ name: String, _ bytes: Factors) {
        self.name = name
        self.bytes = bytes
    }

    public init<Value: BitwiseCopyable>(_ name: String, _ values: [Value]) {
        let count = values.count * MemoryLayout<Value>.stride
        let memory = AlignedBytes(count: count + Factors.slack)
        values.withUnsafeBytes { memory.mutable.copyMemory(from: $0) }
        self.init(name, Factors(memory, count: count))
    }
}

/// The arrays of a calibration's file, to be taken by name.
public struct StoredArrays: Sendable {
    private let arrays: [String: Factors]
    /// The file, for messages.
    private let file: String

    init(_ arrays: [StoredArray], file: String) {
        self.arrays = Dictionary(arrays.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
        self.file = file
    }

    /// Copies an array.
    /// - Throws: `DetectorError.damaged` where it is missing or of another length.
    public func values<Value: BitwiseCopyable>(
        _ name: String, count: Int, as _: Value.Type = Value.self
    ) throws(DetectorError) -> [Value] {
        let factors = try bytes(name, count: count * MemoryLayout<Value>.stride)
        return [Value](unsafeUninitializedCapacity: count) { out, initialised in
            UnsafeMutableRawBufferPointer(out).copyMemory(from: factors.bytes)
            initialised = count
        }
    }

    /// An array where it lies, in the file or in memory.
    /// - Throws: `DetectorError.damaged` where it is missing or of another length.
    package func bytes(_ name: String, count: Int) throws(DetectorError) -> Factors {
        guard let found = arrays[name], found.bytes.count == count else {
            throw DetectorError(
                .damaged, file,
                "its array \(name.printable) is \(arrays[name].map { "of \($0.bytes.count) bytes" } ?? "missing"), "
                    + "and \(count) bytes belong there; remove the file and calibrate again")
        }
        return found
    }
}
