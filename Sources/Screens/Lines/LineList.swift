import Disk

/// In what order the lines stand. The order is settled when somebody asks for it, or comes back, and then stays: no
/// line moves away under a person's eyes because a part was scored.
public struct LineList: Equatable, Sendable {
    public enum Sort: String, Equatable, Sendable, CaseIterable {
        /// As the folder has them.
        case name
        /// Those with most parts waiting for a person first.
        case waiting
    }

    public internal(set) var sort = Sort.name
    /// Indices of all lines in the order settled last.
    var order: [Int] = []
}

extension State {
    /// Indices of the lines to show, in their order.
    public var shownLines: [Int] {
        let lines = lines ?? []
        let order = lineList.order.count == lines.count ? lineList.order : Array(lines.indices)
        guard let text = filters[.lines]?.trimmingSpaces.lowercased(), !text.isEmpty else { return order }
        return order.filter { lines[$0].name.printable.lowercased().contains(text) }
    }

    mutating func sortLines() {
        let lines = lines ?? []
        switch lineList.sort {
        case .name: lineList.order = []
        case .waiting:
            let waiting = lines.map { $0.waiting ?? -1 }
            lineList.order = lines.indices.sorted { (-waiting[$0], $0) < (-waiting[$1], $1) }
        }
    }

    /// The line under the cursor is one of those that are shown, if any is.
    mutating func selectShownLine() {
        let shown = shownLines
        if !shown.contains(selected), let first = shown.first { selected = first }
    }

    mutating func select(by steps: Int) {
        let shown = shownLines
        guard !shown.isEmpty else { return }
        selected = shown[(shown.firstIndex(of: selected) ?? 0).moved(by: steps, within: shown.indices)]
    }

    var linesOffers: [PaletteOffer] {
        [
            PaletteOffer(line: "sort name", meaning: "lines as the folder has them"),
            PaletteOffer(line: "sort waiting", meaning: "lines with most parts waiting for a person first"),
        ]
    }

    mutating func runLinesCommand(_ typed: String) -> [Effect]? {
        guard let word = typed.argument(of: "sort"), let sort = LineList.Sort(rawValue: word) else { return nil }
        lineList.sort = sort
        sortLines()
        return []
    }
}
