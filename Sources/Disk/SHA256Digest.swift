import CCrypto

/// A SHA-256 digest: the identity of a part, a checkpoint or a calibration.
public struct SHA256Digest: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// The digest of `data` (FIPS 180-4), computed by libcrypto.
    public init(hashing data: UnsafeRawBufferPointer) {
        var digest = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 32
        let status = EVP_Digest(data.baseAddress, data.count, &digest, &length, EVP_sha256(), nil)
        precondition(status == 1 && length == 32, "libcrypto has no SHA-256")
        bytes = digest
    }

    public init(hashing data: [UInt8]) {
        self = data.withUnsafeBytes { SHA256Digest(hashing: $0) }
    }

    /// A digest that was stored as 32 bytes; `nil` for any other length.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// A digest written as 64 hexadecimal digits; `nil` for anything else.
    public init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for i in stride(from: 0, to: 64, by: 2) {
            guard let byte = UInt8(String(decoding: digits[i...i + 1], as: UTF8.self), radix: 16) else { return nil }
            bytes.append(byte)
        }
        self.bytes = bytes
    }

    /// 64 lower-case hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The first 12 hexadecimal digits: enough for people.
    public var short: String { String(description.prefix(12)) }

    public static func < (a: SHA256Digest, b: SHA256Digest) -> Bool {
        a.bytes.lexicographicallyPrecedes(b.bytes)
    }
}
