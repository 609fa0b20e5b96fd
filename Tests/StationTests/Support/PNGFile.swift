import Foundation

/// PNG files made by the book (ISO/IEC 15948), sound or not: stored deflate blocks, so that no library is needed.
struct PNGFile {
    var width: UInt32
    var height: UInt32
    /// 1 for grey, 3 for RGB.
    var channels = 3
    /// Rows that are there; all where nil.
    var rows: UInt32?

    var bytes: Data {
        var data = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        data += chunk("IHDR", big(width) + big(height) + [8, channels == 1 ? 0 : 2, 0, 0, 0])
        var raw: [UInt8] = []
        for row in 0..<(rows ?? height) {
            raw.append(0)
            for column in 0..<width {
                for channel in 0..<channels { raw.append(UInt8((Int(row) * 3 + Int(column) + channel * 40) & 255)) }
            }
        }
        data += chunk("IDAT", deflated(raw))
        return data + chunk("IEND", [])
    }

    private func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

    private func chunk(_ type: String, _ body: [UInt8]) -> Data {
        let covered = Array(type.utf8) + body
        var crc: UInt32 = .max
        for byte in covered {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return Data(big(UInt32(body.count)) + covered + big(~crc))
    }

    /// A zlib stream (RFC 1950) of stored blocks (RFC 1951, 3.2.4).
    private func deflated(_ raw: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x78, 0x01]
        var rest = raw[...]
        repeat {
            let block = rest.prefix(65535)
            rest = rest.dropFirst(block.count)
            let (low, high) = (UInt8(block.count & 255), UInt8(block.count >> 8))
            out += [rest.isEmpty ? 1 : 0, low, high, ~low, ~high] + block
        } while !rest.isEmpty
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in raw {
            a = (a + UInt32(byte)) % 65521
            b = (b + a) % 65521
        }
        return out + big(b << 16 | a)
    }
}
