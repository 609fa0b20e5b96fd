import SystemPackage

/// Names of files come from cameras, shares and strangers. Nothing of theirs may reach a terminal, a log or a
/// CSV unescaped: an escape sequence would be obeyed, a newline would forge a row.
extension FilePath {
    /// The path with every control character, invisible direction mark, backslash and invalid byte written as
    /// `\n`, `\t`, `\\`, `\u{202E}` or `\xNN`. Reversible; one line; safe to print anywhere.
    public var printable: String {
        withPlatformString { pointer in
            var bytes: [UInt8] = []
            var cursor = pointer
            while cursor.pointee != 0 {
                bytes.append(UInt8(bitPattern: cursor.pointee))
                cursor += 1
            }
            return Printable.text(bytes)
        }
    }

    /// The path's bytes as the file system has them, without the terminating zero.
    public var bytes: [UInt8] {
        withPlatformString { pointer in
            var bytes: [UInt8] = []
            var cursor = pointer
            while cursor.pointee != 0 {
                bytes.append(UInt8(bitPattern: cursor.pointee))
                cursor += 1
            }
            return bytes
        }
    }

    /// A path from the bytes that the file system gave, valid UTF-8 or not. Bytes after a zero are dropped.
    public init(bytes: some Sequence<UInt8>) {
        var terminated = bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) }
        terminated.append(0)
        self = terminated.withUnsafeBufferPointer { FilePath(platformString: $0.baseAddress!) }
    }
}

extension String {
    /// The same escaping for text that is not a path: a label, a note, a message from a library.
    public var printable: String { Printable.text(Array(utf8)) }
}

enum Printable {
    static func text(_ bytes: [UInt8]) -> String {
        var out = ""
        var rest = bytes[...]
        while let byte = rest.first {
            if byte < 0x80 {
                out += ascii(byte)
                rest = rest.dropFirst()
            } else if let (scalar, length) = decodeScalar(rest) {
                out += isVisible(scalar) ? String(Character(scalar)) : "\\u{\(hex(scalar.value, 4))}"
                rest = rest.dropFirst(length)
            } else {
                out += "\\x\(hex(UInt32(byte), 2))"
                rest = rest.dropFirst()
            }
        }
        return out
    }

    private static func ascii(_ byte: UInt8) -> String {
        switch byte {
        case 0x0A: "\\n"
        case 0x0D: "\\r"
        case 0x09: "\\t"
        case 0x5C: "\\\\"
        case 0x20...0x7E: String(UnicodeScalar(byte))
        default: "\\x\(hex(UInt32(byte), 2))"
        }
    }

    /// C1 controls are obeyed by some terminals; format and direction marks reorder a line.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }

    private static func decodeScalar(_ bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        var decoder = UTF8()
        var iterator = bytes.prefix(4).makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
        return (scalar, UTF8.width(scalar))
    }

    private static func hex(_ value: UInt32, _ digits: Int) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
