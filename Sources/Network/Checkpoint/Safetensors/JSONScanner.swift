/// Where a header stops being what it should be.
struct JSONFault: Error {
    let message: String
    /// Bytes from the start of the header.
    let offset: Int
}

/// Just enough JSON for the header of a safetensors file: objects, strings, and lists of whole numbers. It never
/// recurses by itself, so nesting cannot exhaust the stack.
struct JSONScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    func fault(_ message: String) -> JSONFault { JSONFault(message: message, offset: position) }

    /// Reads an object; `body` reads each value.
    mutating func eachMember(_ body: (inout JSONScanner, String) throws(JSONFault) -> Void) throws(JSONFault) {
        try expect("{")
        if take("}") { return }
        repeat {
            let key = try string()
            try expect(":")
            try body(&self, key)
        } while take(",")
        try expect("}")
    }

    /// Reads a list of whole numbers from 0 to 2⁵³.
    mutating func numbers(atMost limit: Int) throws(JSONFault) -> [Int] {
        var numbers: [Int] = []
        try expect("[")
        if take("]") { return numbers }
        repeat {
            guard numbers.count < limit else { throw fault("more than \(limit) numbers in a list") }
            numbers.append(try number())
        } while take(",")
        try expect("]")
        return numbers
    }

    mutating func string() throws(JSONFault) -> String {
        try expect("\"")
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw fault("text that is no UTF-8") }
                return string
            case UInt8(ascii: "\\"): text += try escape()
            case ..<0x20: throw fault("a control character in a text")
            default: text.append(byte)
            }
        }
        throw fault("a text without end")
    }

    /// Nothing but blanks may follow.
    mutating func end() throws(JSONFault) {
        skipBlanks()
        guard position == bytes.count else { throw fault("more after the end of the object") }
    }

    private mutating func number() throws(JSONFault) -> Int {
        skipBlanks()
        var value = 0
        let start = position
        while position < bytes.count, case let digit = bytes[position], (0x30...0x39).contains(digit) {
            value = value * 10 + Int(digit - 0x30)
            guard value <= 1 << 53 else { throw fault("a number that is too large") }
            position += 1
        }
        guard position > start else { throw fault("expected a whole number") }
        return value
    }

    private mutating func escape() throws(JSONFault) -> [UInt8] {
        guard position < bytes.count else { throw fault("a text without end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"):
            var unit = try codeUnit()
            if (0xD800..<0xDC00).contains(unit) {
                try literal("\\u")
                let low = try codeUnit()
                guard (0xDC00..<0xE000).contains(low) else { throw fault("half a surrogate pair") }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = UnicodeScalar(unit) else { throw fault("half a surrogate pair") }
            return Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: throw fault("an unknown escape in a text")
        }
    }

    private mutating func codeUnit() throws(JSONFault) -> UInt32 {
        guard position + 4 <= bytes.count else { throw fault("a text without end") }
        var value: UInt32 = 0
        for digit in bytes[position..<position + 4] {
            switch digit {
            case 0x30...0x39: value = value << 4 | UInt32(digit - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(digit - 0x41 + 10)
            case 0x61...0x66: value = value << 4 | UInt32(digit - 0x61 + 10)
            default: throw fault("expected four hexadecimal digits")
            }
        }
        position += 4
        return value
    }

    private mutating func literal(_ text: StaticString) throws(JSONFault) {
        for i in 0..<text.utf8CodeUnitCount {
            guard position < bytes.count, bytes[position] == text.utf8Start[i] else { throw fault("expected \(text)") }
            position += 1
        }
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(JSONFault) {
        guard take(character) else { throw fault("expected \(character)") }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }
}
