/// Text that is markup already. Only a literal becomes markup as it is; whatever is put into it is escaped, unless it
/// is markup itself.
///
///     let row: Markup = "<td>\(name)</td>"
struct Markup: ExpressibleByStringInterpolation, Sendable {
    private(set) var text: String

    init(stringLiteral value: String) { text = value }

    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    private init(_ text: String) { self.text = text }

    static let none: Markup = ""

    static func + (a: Markup, b: Markup) -> Markup { Markup(a.text + b.text) }

    static func += (a: inout Markup, b: Markup) { a.text += b.text }

    struct Interpolation: StringInterpolationProtocol {
        var text: String

        init(literalCapacity: Int, interpolationCount: Int) {
            text = ""
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }

        mutating func appendInterpolation(_ outside: String) { text += outside.escaped }

        mutating func appendInterpolation(_ number: Int) { text += "\(number)" }

        /// A coordinate or a length in a drawing.
        mutating func appendInterpolation(_ coordinate: Double) { text += Decimals.coordinate(coordinate) }

        mutating func appendInterpolation(_ markup: Markup) { text += markup.text }

        mutating func appendInterpolation(_ several: [Markup]) { for markup in several { text += markup.text } }
    }
}
