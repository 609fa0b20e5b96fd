/// Reads bytes in order and never past the end.
struct ByteCursor {
    let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var rest: Int { bytes.count - position }

    mutating func take(_ count: Int) throws(PickleFault) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= rest else { throw .malformed("ends in the middle of a value") }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    mutating func byte() throws(PickleFault) -> UInt8 { try take(1)[0] }

    /// A little-endian whole number.
    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws(PickleFault) -> Value {
        Value(littleEndian: try take(MemoryLayout<Value>.size).loadUnaligned(as: Value.self))
    }

    /// A length of 8 bytes.
    mutating func length() throws(PickleFault) -> Int {
        guard let length = Int(exactly: try integer(UInt64.self)) else { throw .malformed("has an impossible length") }
        return length
    }

    mutating func text(_ count: Int) throws(PickleFault) -> String {
        guard let text = String(validating: try take(count), as: UTF8.self) else {
            throw .malformed("holds a text that is no UTF-8")
        }
        return text
    }

    /// Up to the next newline, which is passed over.
    mutating func line() throws(PickleFault) -> String {
        guard let end = bytes[position...].prefix(4096).firstIndex(of: 0x0A) else {
            throw .malformed("holds a line without end")
        }
        let line = try text(end - position)
        position += 1
        return line
    }
}
