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

    /// One list of both places, that where one is first; or one for each where the screen is wide.
    static func pages(columns: Int, unicode: Bool, from place: Place) -> [[Row]] {
        let contexts: [Context] = place == .lines ? [.lines, .review] : [.review, .lines]
        let lists = contexts.map { context in
            [.heading(context.rawValue)]
                + Keymap.help(in: context, unicode: unicode).map { Row.keys($0.keys, $0.meaning) }
        }
        return columns >= columnsForTwo ? lists : [lists[0] + [.gap] + lists[1]]
    }

    /// How far the list can be moved on a screen of that size.
    static func lastFirstRow(size: Size) -> Int {
        let rows = pages(columns: size.columns, unicode: true, from: .lines).map(\.count).max() ?? 0
        return max(0, rows - max(0, size.rows - 3 - 2))
    }
}
