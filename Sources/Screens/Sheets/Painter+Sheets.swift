import Canvas
import Disk

/// What is laid over a place.
extension Painter {
    mutating func drawHelp(in body: Box, from firstRow: Int) {
        let pages = HelpPage.pages(columns: body.columns, unicode: capabilities.unicode, from: state.place)
        let rows = pages.map(\.count).max() ?? 0
        let width = min(pages.count > 1 ? 120 : 66, body.columns - 6)
        let inside = drawSheet(columns: width, rows: rows, title: "Keys", in: body)
        let each = inside.columns / pages.count
        for (index, page) in pages.enumerated() {
            let first = max(0, min(firstRow, rows - inside.rows))
            for (offset, row) in page.dropFirst(first).prefix(max(0, inside.rows)).enumerated() {
                let column = inside.column + index * each
                switch row {
                case .heading(let text):
                    frame.write(text, column: column, row: inside.row + offset, style: theme[.title], limit: each - 1)
                case .keys(let keys, let meaning):
                    frame.write(keys, column: column, row: inside.row + offset, style: theme[.key], limit: 14)
                    frame.write(
                        meaning, column: column + 15, row: inside.row + offset, style: theme[.text],
                        limit: max(0, each - 16))
                case .gap: break
                }
            }
        }
    }

    mutating func drawQuitQuestion(in body: Box) {
        let running = (state.lines ?? []).filter(\.isCalibrating).map(\.name.printable).joined(separator: ", ")
        let text = "\(running) is being calibrated. Quit all the same, and lose what it has learnt so far?"
        let width = min(60, body.columns - 6)
        let inside = drawSheet(
            columns: width, rows: Self.wrap(text, columns: width).count, title: "Quit", in: body)
        drawParagraph(text, in: inside, style: theme[.text])
    }
}

/// The help screen's rows, from the keymap.
enum HelpPage {
    enum Row: Equatable {
        case heading(String)
        case keys(String, String)
        case gap
    }

    static let columnsForTwo = 112

    /// The place where one is first, then what holds everywhere, then the other places; in two columns where the
    /// screen is wide.
    static func pages(columns: Int, unicode: Bool, from place: Place) -> [[Row]] {
        let others = Place.allCases.filter { $0 != place }.map { section($0.title, of: $0, unicode: unicode) }
        let own = section(place.title, of: place, unicode: unicode)
        let shared =
            [.heading("Everywhere")]
            + Keymap.everywhere.map { Row.keys(Self.keys(of: $0, unicode: unicode), $0.meaning) }
        let first = own + [.gap] + shared
        let second = Array(others.joined(separator: [.gap]))
        return columns >= columnsForTwo ? [first, second] : [first + [.gap] + second]
    }

    private static func section(_ title: String, of place: Place, unicode: Bool) -> [Row] {
        let own = Keymap.bindings(in: place.context).filter { binding in
            !Keymap.everywhere.contains { $0.meaning == binding.meaning && $0.command == binding.command }
        }
        return [.heading(title)] + own.map { .keys(keys(of: $0, unicode: unicode), $0.meaning) }
    }

    private static func keys(of binding: Binding, unicode: Bool) -> String {
        binding.keys.map { $0.label(unicode: unicode) }.joined(separator: ", ")
    }

    /// How far the list can be moved on a screen of that size.
    static func lastFirstRow(size: Size, from place: Place) -> Int {
        let rows = pages(columns: size.columns, unicode: true, from: place).map(\.count).max() ?? 0
        return max(0, rows - max(0, size.rows - 3 - 2))
    }
}
