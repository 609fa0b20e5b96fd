/// A sentence that knows which of its words are names, so that each output can set them off in its own way.
struct Sentence: ExpressibleByStringInterpolation {
    enum Piece {
        case words(String)
        case name(String)
    }

    private(set) var pieces: [Piece]

    init(stringLiteral value: String) { pieces = [.words(value)] }

    init(stringInterpolation: Interpolation) { pieces = stringInterpolation.pieces }

    struct Interpolation: StringInterpolationProtocol {
        var pieces: [Piece] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { pieces.append(.words(literal)) }

        mutating func appendInterpolation(_ words: String) { pieces.append(.words(words)) }

        mutating func appendInterpolation(name: String) { pieces.append(.name(name)) }

        mutating func appendInterpolation(names: [String]) {
            for (place, name) in names.enumerated() {
                if place > 0 { pieces.append(.words(place == names.count - 1 ? " and " : ", ")) }
                pieces.append(.name(name))
            }
        }

        mutating func appendInterpolation(_ other: Sentence) { pieces += other.pieces }
    }

    static func + (a: Sentence, b: Sentence) -> Sentence { "\(a)\(b)" }

    var plain: String {
        pieces.map { piece in
            switch piece {
            case .words(let text), .name(let text): text
            }
        }.joined()
    }

    /// Names in bold.
    var markup: Markup {
        pieces.reduce(.none) { text, piece in
            switch piece {
            case .words(let words): text + "\(words)"
            case .name(let name): text + "<b>\(name)</b>"
            }
        }
    }

    /// Names in bold, everything escaped for Markdown.
    var markdown: String {
        pieces.map { piece in
            switch piece {
            case .words(let words): words.markdown
            case .name(let name): "**\(name.markdown)**"
            }
        }.joined()
    }
}
