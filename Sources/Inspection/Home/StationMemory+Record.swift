import Disk
import SystemPackage

/// How the memory lies in its file. Paths are bytes in hexadecimal digits, for they need be no UTF-8.
extension StationMemory {
    struct Record: Codable {
        struct Root: Codable {
            var root: String
            var place, category, part, partName, layer, theme, glyphs: String?
            var filters, sorts: [String: String]?
        }

        static let version = 1

        var version = Record.version
        var roots: [Root] = []

        init() {}

        /// - Throws: what the decoder throws, also for another version, whatever else the file holds then.
        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            version = try container.decode(Int.self, forKey: .version)
            guard version == Self.version else {
                throw DecodingError.dataCorruptedError(
                    forKey: .version, in: container, debugDescription: "another version")
            }
            roots = try container.decode([Root].self, forKey: .roots)
        }
    }

    var record: Record {
        var record = Record()
        for (key, visit) in roots {
            record.roots.append(
                Record.Root(
                    root: Hex.text(key), place: visit.place, category: visit.category, part: visit.part?.description,
                    partName: visit.partName.map { Hex.text($0.bytes) }, layer: visit.layer, theme: visit.theme,
                    glyphs: visit.glyphs, filters: visit.filters, sorts: visit.sorts))
        }
        return record
    }

    /// Takes what is sound: the file lies where others can write, and its words end up on the screen.
    init(_ record: Record) {
        self.init()
        for root in record.roots.prefix(Self.limit) {
            guard let key = Hex.bytes(root.root), !key.isEmpty, !key.contains(0),
                !roots.contains(where: { $0.key == key })
            else { continue }
            var visit = Visit()
            visit.place = Self.word(root.place, most: 40)
            visit.category = Self.word(root.category, most: 255)
            visit.part = root.part.flatMap { SHA256Digest(hex: $0) }
            if let name = root.partName.flatMap(Hex.bytes), !name.isEmpty, name.count <= 4096, !name.contains(0) {
                visit.partName = FilePath(bytes: name)
            }
            visit.layer = Self.word(root.layer, most: 40)
            visit.theme = Self.word(root.theme, most: 40)
            visit.glyphs = Self.word(root.glyphs, most: 40)
            visit.filters = Self.words(root.filters)
            visit.sorts = Self.words(root.sorts)
            append(key, visit)
        }
    }

    private static func words(_ words: [String: String]?) -> [String: String] {
        var sound: [String: String] = [:]
        for (place, text) in words ?? [:] where sound.count < 20 {
            if let place = word(place, most: 40), let text = word(text, most: 400) { sound[place] = text }
        }
        return sound
    }

    /// The text, if it can go to a terminal as it is.
    private static func word(_ text: String?, most: Int) -> String? {
        guard let text, !text.isEmpty, text.utf8.count <= most,
            text.printable.replacing("\\\\", with: "\\") == text
        else { return nil }
        return text
    }
}

/// Bytes as hexadecimal digits.
private enum Hex {
    static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
