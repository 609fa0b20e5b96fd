import Canvas
import Disk

/// How parts are looked at in Review: the same for every category.
public struct ReviewState: Equatable, Sendable {
    /// Which parts, in which order.
    public internal(set) var choice = PartChoice()
    /// What of the part is in view; the whole part when another comes.
    public internal(set) var viewport = Viewport.whole
    /// How much of the map an overlay shows, in fifths.
    public internal(set) var opacity = 5
    public internal(set) var showsRegions = true
    public internal(set) var showsTruth = true
    /// The good part that looks most alike stands beside it.
    public internal(set) var compares = false
    /// Index of the region that was gone to; its row is lit.
    public internal(set) var region: Int?
    /// The part that a digit gives a reason for.
    public internal(set) var justJudged: JustJudged?
    /// What is being noted on.
    var noted: JustJudged?
    /// When the part came onto the screen, in seconds since the start.
    var since = 0.0

    static let mostOpacity = 5
}

/// A part that was judged.
public struct JustJudged: Equatable, Sendable {
    public let category: String
    public let part: Int
    let digest: SHA256Digest
    let isRecheck: Bool
}

/// What is on the screen in Review.
struct OnScreen: Equatable {
    let category: String
    let part: Int
}

extension State {
    var onScreen: OnScreen? {
        guard place == .review, let line, line.count > 0 else { return nil }
        return OnScreen(category: line.name, part: line.cursor)
    }

    /// Another part has come onto the screen: it is seen whole first.
    mutating func lookAtAnother() {
        review.since = now
        review.viewport = .whole
        review.region = nil
        // Where the good part takes the part's place, the next part is seen first.
        if size.columns < Layer.columnsForBoth { review.compares = false }
    }

    /// What a person said of the part under the cursor, as far as the screen may tell: a part that has come back
    /// unmarked shows nothing of it.
    public var shownOpinion: Opinion? {
        guard let line, line.count > 0, line.recheck == nil else { return nil }
        return line.opinion(line.cursor)
    }

    var showsMark: Bool {
        guard let line, line.recheck == nil else { return false }
        return line.marks.contains(line.cursor)
    }

    /// The words that digits stand for.
    public func reasons(for category: String) -> [String] { settings.reasons(for: category) }

    /// `part 3 of 12 flagged, worst first · judged 5`.
    func queueText(isWide: Bool) -> String {
        guard let line, line.count > 0 else { return "" }
        if place == .tune { return "judged \(line.stored) of \(line.count)" }
        let choice = line.choice
        var which = choice.filter == .all ? "" : " \(choice.filter.name.printable)"
        if !choice.text.isEmpty { which += " “\(choice.text.printable)”" }
        if isWide, choice.sort != .score { which += " by \(choice.sort == .time ? "file" : choice.sort.rawValue)" }
        // A part that has come back stands where the one does that it was slipped in before.
        let anchor = line.recheck.map { $0.next ?? line.cursor } ?? line.cursor
        let isIn = line.roll.contains(anchor) || line.recheck != nil
        let place = isIn ? "\(min(line.place(of: anchor) + 1, max(line.roll.count, 1)))" : "–"
        let known = line.queue.scoredCount + line.queue.failedCount
        let scoring = line.isInspecting ? " · scored \(known)/\(line.count)" : ""
        return "part \(place) of \(line.roll.count)\(which)\(scoring) · judged \(line.stored + line.rechecks.answers)"
    }
}
