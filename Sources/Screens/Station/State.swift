import Canvas
import Inspection
import SystemPackage

/// What covers the place.
public enum Sheet: Equatable, Sendable {
    case help(firstRow: Int)
    /// A calibration is running and somebody wants to leave.
    case quitQuestion
    case prompt(Prompt)
    case palette(Palette)
    case themes(ThemeChooser)
}

/// Everything that the screens show, and nothing else: `view` draws it, `reduce` changes it.
public struct State: Equatable, Sendable {
    /// The folder that was opened, for the messages.
    public let root: FilePath
    public internal(set) var place = Place.lines
    public internal(set) var sheet: Sheet?
    /// `nil` until the folder has been looked through.
    public internal(set) var lines: [Line]?
    /// Index of the category under the cursor, or under review.
    public internal(set) var selected = 0
    public internal(set) var layer = Layer.both
    public internal(set) var lineList = LineList()
    public internal(set) var review = ReviewState()
    public internal(set) var tune = TuneState()
    public internal(set) var stream = StreamState()
    public internal(set) var ledger = LedgerState()
    /// What the lists are narrowed to, by place.
    public internal(set) var filters: [Place: String] = [:]
    /// Digits that may become a count.
    public internal(set) var count: CountEntry?
    public internal(set) var hearsMouse = false
    public internal(set) var theme: Theme
    /// The themes to choose from.
    public let themeShelf: [Theme]
    /// How fine pictures are drawn; `nil` leaves it to the terminal.
    public internal(set) var glyphs: GlyphMode?
    /// What the person set before they came.
    public let settings: Settings
    /// Chooses which judged parts come back unmarked; `nil`: none does.
    let recheckSeed: UInt64?
    /// The screen as of the last `.resized`.
    public internal(set) var size = Size(columns: 80, rows: 24)
    public internal(set) var notices = Notices()
    public internal(set) var pictures = PictureShelf()
    public internal(set) var studies = StudyShelf()
    public internal(set) var history = DecisionHistory()
    /// Judgements that were handed out to be stored, by identity, until the ledger has confirmed them.
    public internal(set) var unconfirmed: [Int: Judgement] = [:]
    /// How often scoring was asked for since the start. Sliding the threshold must leave it alone.
    public internal(set) var scoringRequests = 0
    /// Seconds since the start, as of the last tick.
    public internal(set) var now = 0.0
    var nextJudgement = 1

    /// - Parameters:
    ///   - themes: those to choose from, none of them empty-handed: the built-in ones where there are no others.
    ///   - theme: what to begin with.
    ///   - recheckSeed: chooses which judged parts come back unmarked; `nil`: none does.
    public init(
        root: FilePath, themes: [Theme] = Theme.builtIn, theme: Theme? = nil, glyphs: GlyphMode? = nil,
        settings: Settings = Settings(), recheckSeed: UInt64? = nil
    ) {
        self.root = root
        self.recheckSeed = recheckSeed
        themeShelf = themes
        self.glyphs = glyphs
        self.settings = settings
        self.theme = theme ?? themes.first ?? .graphite
    }

    public var line: Line? {
        guard let lines, lines.indices.contains(selected) else { return nil }
        return lines[selected]
    }
    /// Something on the screen fades with time, so ticks are needed.
    public var wantsTick: Bool { notices.message != nil || stream.wantsTick || count != nil }

    func index(of category: String) -> Int? { lines?.firstIndex { $0.name == category } }
}
