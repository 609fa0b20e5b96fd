/// How a part is shown.
public enum Layer: String, Equatable, Sendable, CaseIterable {
    case part, map, overlay
    /// The part and its map side by side.
    case both
    /// What is at or over the threshold, and nothing else.
    case mask
    /// The worst region in the part's own pixels.
    case crop

    /// From here on the part and its map stand side by side.
    static let columnsForBoth = 100

    static func choices(columns: Int) -> [Layer] {
        columns >= columnsForBoth ? allCases : [.part, .map, .overlay, .mask, .crop]
    }

    /// What a screen of that width makes of the choice.
    func shown(columns: Int) -> Layer { self == .both && columns < Self.columnsForBoth ? .overlay : self }

    /// What the screen says of it.
    var words: String {
        switch self {
        case .part: "The part alone"
        case .map: "The map alone"
        case .overlay: "The map over the part: < and > let less or more of it through"
        case .both: "The part, and its map beside it"
        case .mask: "What is at or over the threshold"
        case .crop: "The worst region, close up"
        }
    }

    var showsMap: Bool { self != .part && self != .crop }
}
