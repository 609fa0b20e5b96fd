/// What the station's screen says, read off as a person would.
struct StationScreen {
    let text: String

    init(_ text: String) { self.text = text }

    /// Name of the part under review.
    var part: String? { text.firstMatch(of: /test\/\w+\/\d+\.jpg/).map { String($0.0) } }
    /// The last name of a part on the screen.
    var lastPart: String? { text.matches(of: /test\/\w+\/\d+\.jpg/).last.map { String($0.0) } }
    /// Parts judged, as the title of Review counts them.
    var judged: Int? { text.firstMatch(of: /judged (\d+)/).flatMap { Int($0.1) } }
    /// Place in the queue, from 1.
    var place: Int? { text.firstMatch(of: /part (\d+) of/).flatMap { Int($0.1) } }
    var live: Threshold? {
        text.firstMatch(of: /Live\s+(\d+\.\d+)\s+(\d+)\/\d+ flagged/).flatMap { Threshold($0.1, $0.2) }
    }
    var draft: Threshold? {
        text.firstMatch(of: /Draft\s+(\d+\.\d+)\s+(\d+)\/\d+ flagged/).flatMap { Threshold($0.1, $0.2) }
    }

    /// Whether the category is calibrated and all its parts are scored.
    func isReady(_ count: Int = Workshop.partCount) -> Bool {
        text.firstMatch(of: /part\s+ready\s/) != nil && text.contains("\(count)/\(count)")
    }

    struct Threshold: Equatable {
        /// With the three decimals that are shown.
        let text: String
        let value: Double
        let flagged: Int

        init?(_ value: Substring, _ flagged: Substring) {
            guard let number = Double(value), let count = Int(flagged) else { return nil }
            (text, self.value, self.flagged) = (String(value), number, count)
        }
    }
}

/// The colours that a captured pane sets, told by their SGR parameters (ECMA-48, 8.3.117).
struct ScreenColours {
    private(set) var direct = 0
    private(set) var indexed = 0
    private(set) var basic = 0

    var none: Bool { direct + indexed + basic == 0 }

    init(_ styled: String) {
        for sequence in styled.matches(of: /\u{1B}\[([0-9;:]*)m/) {
            var numbers = sequence.1.split { $0 == ";" || $0 == ":" }.compactMap { Int($0) }[...]
            while let number = numbers.popFirst() {
                switch number {
                case 38, 48:
                    let isDirect = numbers.popFirst() == 2
                    if isDirect { direct += 1 } else { indexed += 1 }
                    numbers = numbers.dropFirst(isDirect ? 3 : 1)
                case 30...37, 40...47, 90...97, 100...107: basic += 1
                default: break
                }
            }
        }
    }
}
