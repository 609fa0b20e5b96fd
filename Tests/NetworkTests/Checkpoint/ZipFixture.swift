/// A zip file of stored entries.
struct ZipFixture {
    var entries: [(name: String, data: [UInt8])]
    var method: UInt16 = 0

    var bytes: [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for (name, data) in entries {
            let place = UInt32(out.count)
            let common: [UInt8] =
                Self.little(UInt16(20)) + Self.little(UInt16(0)) + Self.little(method) + Self.little(UInt32(0))
                + Self.little(Self.checksum(data)) + Self.little(UInt32(data.count)) + Self.little(UInt32(data.count))
                + Self.little(UInt16(name.utf8.count)) + Self.little(UInt16(0))
            out += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + data
            directory += [0x50, 0x4B, 1, 2, 20, 0] + common + Array(repeating: 0, count: 10) + Self.little(place)
            directory += Array(name.utf8)
        }
        let start = UInt32(out.count)
        out += directory
        out += [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + Self.little(UInt16(entries.count)) + Self.little(UInt16(entries.count))
        out += Self.little(UInt32(directory.count)) + Self.little(start) + [0, 0]
        return out
    }

    static func little<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// CRC-32 bit by bit, from its definition.
    static func checksum(_ data: [UInt8]) -> UInt32 {
        var value = UInt32.max
        for byte in data {
            for bit in 0..<8 {
                let low = (value ^ UInt32(byte >> bit)) & 1
                value = value >> 1 ^ (low == 1 ? 0xEDB8_8320 : 0)
            }
        }
        return ~value
    }
}
