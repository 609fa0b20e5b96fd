/// Where the keys of a TOML file stand. The library that reads values tells lines of syntax errors alone, and it aborts
/// the process (assertions in its parser) on a table header that begins with anything but a key, as in `[[[a]]]`, on
/// brackets that close what they did not open, and on spaces beyond ASCII where a value should stand: all that is looked
/// over here before it sees the text.
struct TOMLKeys {
    private var lines: [[String]: Int] = [:]

    /// - Throws: `TOMLProblem` for a header that is none, and for what cannot stand outside of strings. Everything else that is wrong is left to the library.
    init(_ bytes: [UInt8]) throws(TOMLProblem) {
        var scan = TOMLScan(bytes)
        var table: [String] = []
        while !scan.isAtEnd {
            scan.skipBlanks()
            let line = scan.line
            if scan.take("[") {
                scan.skipSpaces()
                if scan.take("[") { scan.skipSpaces() }
                guard scan.isAtKey || scan.next == UInt8(ascii: "]") || scan.isAtEnd else {
                    throw TOMLProblem(
                        line: line, "a table's name begins with a letter, a digit, - or _; write it like [roles]")
                }
                table = scan.key()
                if lines[table] == nil { lines[table] = line }
            } else if scan.isAtKey {
                let path = table + scan.key()
                if lines[path] == nil { lines[path] = line }
            }
            try scan.skipStatement()
        }
    }

    func line(_ path: [String]) -> Int? {
        var path = path
        while !path.isEmpty {
            if let line = lines[path] { return line }
            path.removeLast()
        }
        return nil
    }
}

/// Walks over TOML text just closely enough to tell keys from what stands in values, strings and comments.
private struct TOMLScan {
    private let bytes: [UInt8]
    private var place = 0
    private(set) var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    var isAtEnd: Bool { place >= bytes.count }
    var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    var isAtKey: Bool {
        guard let next else { return false }
        return switch next {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "\""),
            UInt8(ascii: "'"):
            true
        default: false
        }
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    mutating func skipSpaces() {
        while next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") { place += 1 }
    }

    mutating func skipBlanks() {
        while let byte = next, byte <= UInt8(ascii: " ") { advance() }
    }

    /// The parts of a key with dots, quotes taken off; escapes in them are left as they are.
    mutating func key() -> [String] {
        var parts: [String] = []
        while isAtKey {
            let start = place
            if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") {
                skipString()
                parts.append(String(decoding: bytes[start..<place].dropFirst().dropLast(), as: UTF8.self))
            } else {
                while isAtKey, next != UInt8(ascii: "\""), next != UInt8(ascii: "'") { place += 1 }
                parts.append(String(decoding: bytes[start..<place], as: UTF8.self))
            }
            skipSpaces()
            guard take(".") else { break }
            skipSpaces()
        }
        return parts
    }

    /// To the end of the line on which no bracket and no string is open.
    /// - Throws: `TOMLProblem` for a bracket that closes another kind, and for characters beyond ASCII outside of
    ///   strings and comments, where TOML has none.
    mutating func skipStatement() throws(TOMLProblem) {
        var open: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\n"):
                advance()
                if open.isEmpty { return }
            case UInt8(ascii: "#"):
                while let inside = next, inside != UInt8(ascii: "\n") { place += 1 }
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString()
            case UInt8(ascii: "["): (open, place) = (open + [UInt8(ascii: "]")], place + 1)
            case UInt8(ascii: "{"): (open, place) = (open + [UInt8(ascii: "}")], place + 1)
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                // A header's own bracket was taken before.
                guard open.isEmpty || open.removeLast() == byte else {
                    throw TOMLProblem(line: line, "a bracket closes another kind than was opened")
                }
                place += 1
            case 0x80...:
                throw TOMLProblem(line: line, "letters and spaces beyond ASCII stand in quotes only")
            default: place += 1
            }
        }
    }

    private mutating func advance() {
        guard let next else { return }
        if next == UInt8(ascii: "\n") { line += 1 }
        place += 1
    }

    private mutating func skipString() {
        guard let quote = next else { return }
        let isLong = bytes[place...].starts(with: [quote, quote, quote])
        place += isLong ? 3 : 1
        while let byte = next {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                place += 1
                if next != UInt8(ascii: "\n") || isLong { advance() }
            } else if byte == quote, !isLong || bytes[place...].starts(with: [quote, quote, quote]) {
                place += isLong ? 3 : 1
                // Two more quotes may stand right before the three that close.
                if isLong { while next == quote { place += 1 } }
                return
            } else if byte == UInt8(ascii: "\n"), !isLong {
                return
            } else {
                advance()
            }
        }
    }
}
