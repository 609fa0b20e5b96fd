/// What one threshold does to parts whose answer is known.
public struct Confusion: Equatable, Sendable {
    /// Good parts that are flagged, of `good`.
    public let falseRejects: Int
    public let good: Int
    /// Defective parts that are not flagged, of `defective`.
    public let escapes: Int
    public let defective: Int

    /// - Precondition: `0 <= falseRejects <= good` and `0 <= escapes <= defective`.
    public init(falseRejects: Int, good: Int, escapes: Int, defective: Int) {
        precondition(falseRejects >= 0 && falseRejects <= good && escapes >= 0 && escapes <= defective)
        self.falseRejects = falseRejects
        self.good = good
        self.escapes = escapes
        self.defective = defective
    }

    /// Flagged parts of both kinds.
    public var flagged: Int { falseRejects + defective - escapes }

    /// 0...1; `nil` without good parts.
    public var falseRejectRate: Double? { good > 0 ? Double(falseRejects) / Double(good) : nil }
    /// 0...1; `nil` without defective parts.
    public var escapeRate: Double? { defective > 0 ? Double(escapes) / Double(defective) : nil }

    /// Where the rates lie with at least 95 % confidence (Clopper–Pearson); 0...1 where nothing was seen.
    public var falseRejectInterval: RateInterval { .clopperPearson(falseRejects, of: good) }
    public var escapeInterval: RateInterval { .clopperPearson(escapes, of: defective) }
}
