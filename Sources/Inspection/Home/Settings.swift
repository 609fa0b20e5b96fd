/// What a person set in `config.toml`, the defaults for the rest.
public struct Settings: Equatable, Sendable {
    /// How fine pictures are drawn.
    public enum Glyphs: String, CaseIterable, Sendable { case half, quadrant, sextant, ascii }

    /// What may be set for one category; nil is as for all.
    public struct Choice: Equatable, Sendable {
        public var reasons: [String]?
        public var recheckShare: Double?
        public var falseRejectCost: Double?
        public var escapeCost: Double?
        public var target: Double?

        public init() {}
    }

    /// A theme's name; nil takes the default.
    public var theme: String?
    /// nil leaves it to the terminal.
    public var glyphs: Glyphs?
    /// Whether the station takes the mouse, which keeps the terminal from selecting text.
    public var mouse = false
    /// Who judges, printable; nil takes the account's name.
    public var author: String?
    /// For all categories.
    public var standard = Choice()
    /// By the category's name.
    public var categories: [String: Choice] = [:]

    public init() {}

    /// The words that digits 1 to 9 stand for, in this order.
    public func reasons(for category: String) -> [String] {
        categories[category]?.reasons ?? standard.reasons ?? Self.reasons
    }

    /// Share of judged parts that come back unmarked, 0 … 1.
    public func recheckShare(for category: String) -> Double {
        categories[category]?.recheckShare ?? standard.recheckShare ?? Self.recheckShare
    }

    /// What flagging one good part costs, in any unit; only its proportion to `escapeCost` matters.
    public func falseRejectCost(for category: String) -> Double {
        categories[category]?.falseRejectCost ?? standard.falseRejectCost ?? Self.falseRejectCost
    }

    /// What letting one bad part through costs.
    public func escapeCost(for category: String) -> Double {
        categories[category]?.escapeCost ?? standard.escapeCost ?? Self.escapeCost
    }

    /// The false-reject rate that suggestions aim at, between 0 and 1.
    public func target(for category: String) -> Double {
        categories[category]?.target ?? standard.target ?? Workbench.falseRejectTarget
    }

    public static let reasons = [
        "scratch", "dent", "crack", "stain", "foreign body", "wrong part", "dirt on lens", "too dark", "other",
    ]
    public static let recheckShare = 0.05
    public static let falseRejectCost = 1.0
    public static let escapeCost = 10.0
}
