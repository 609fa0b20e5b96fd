/// How far two verdicts on the same parts agree: the one that was given first, and the one when the part came back
/// unmarked.
public struct Agreement: Equatable, Sendable {
    /// Parts that were judged twice.
    public let count: Int
    /// Of them, those with the same verdict both times.
    public let agreed: Int
    /// Cohen's kappa (Cohen 1960), κ = (pₒ − pₑ) / (1 − pₑ): pₒ is the share that agrees, pₑ = Σₖ p₁ₖ p₂ₖ the share that
    /// would agree if the second verdicts were dealt out at random in the proportions in which they were given. 1 is
    /// perfect, 0 no better than chance, below 0 worse. `nil` where it is not defined: without parts, or where one
    /// verdict is the only one that was ever given.
    public let kappa: Double?

    /// Share that agrees, 0...1; `nil` without parts.
    public var share: Double? { count > 0 ? Double(agreed) / Double(count) : nil }

    /// Where the share lies with at least 95 % confidence (Clopper–Pearson); 0...1 without parts.
    public var interval: RateInterval { .clopperPearson(agreed, of: count) }

    public init<Verdict: Hashable>(_ pairs: some Sequence<(Verdict, Verdict)>) {
        var count = 0
        var agreed = 0
        var first: [Verdict: Int] = [:]
        var second: [Verdict: Int] = [:]
        for (original, again) in pairs {
            count += 1
            if original == again { agreed += 1 }
            first[original, default: 0] += 1
            second[again, default: 0] += 1
        }
        self.count = count
        self.agreed = agreed
        // Both shares as fractions over n², so that "undefined" is a matter of integers and not of rounding.
        let square = count * count
        let chance = first.reduce(0) { $0 + $1.value * (second[$1.key] ?? 0) }
        kappa = chance == square ? nil : Double(agreed * count - chance) / Double(square - chance)
    }
}
