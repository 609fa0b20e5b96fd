/// Files that are often found among pictures of parts, by their first bytes: so that a refusal says what the file is.
enum ForeignFormat: String, CaseIterable {
    case gif = "a GIF"
    case tiff = "a TIFF"
    case webP = "a WebP picture"
    case heif = "a HEIF or AVIF picture"
    case jpeg2000 = "a JPEG 2000 picture"
    case pdf = "a PDF"
    case zip = "a ZIP archive"
    case text = "text"

    init?(of bytes: [UInt8]) {
        guard let format = Self.allCases.first(where: { $0.matches(bytes) }) else { return nil }
        self = format
    }

    private func matches(_ bytes: [UInt8]) -> Bool {
        func has(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
        return switch self {
        case .gif: has("GIF8")
        case .tiff: has("II*\0") || has("MM\0*")
        case .webP: has("RIFF") && has("WEBP", at: 8)
        case .heif: has("ftyp", at: 4)
        case .jpeg2000: has("jP  ", at: 4)
        case .pdf: has("%PDF")
        case .zip: has("PK\u{3}\u{4}")
        case .text: bytes.prefix(512).allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 9 || $0 == 10 || $0 == 13 }
        }
    }
}
