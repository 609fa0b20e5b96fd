extension Recipe.Regularisation {
    /// As it is typed: `absolute:0.01`, `relative:0.75`, `ledoit-wolf`, `low-rank:16`.
    public var text: String {
        switch self {
        case .absolute(let epsilon): "absolute:\(epsilon)"
        case .relative(let ratio): "relative:\(ratio)"
        case .ledoitWolf: "ledoit-wolf"
        case .lowRank(let rank): "low-rank:\(rank)"
        }
    }

    /// `nil` for anything else, and for numbers that no fit can be made with.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let number = parts.count == 2 ? Double(parts[1]) : nil
        switch (parts.first, number) {
        case ("absolute", let epsilon?) where epsilon > 0 && epsilon <= Self.largest: self = .absolute(epsilon)
        case ("relative", let ratio?) where ratio > 0 && ratio <= Self.largest: self = .relative(ratio)
        case ("ledoit-wolf", _) where parts.count == 1: self = .ledoitWolf
        case ("low-rank", _):
            guard parts.count == 2, let rank = Int(parts[1]), (1...16_384).contains(rank) else { return nil }
            self = .lowRank(rank)
        default: return nil
        }
    }
}
