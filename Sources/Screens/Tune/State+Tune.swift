import Canvas

/// What keys do in Tune.
extension State {
    /// Keys that Tune takes before they mean a place or a count.
    mutating func pressInTune(_ key: Key) -> [Effect]? { nil }

    mutating func obeyTune(_ command: Command) -> [Effect]? {
        switch command {
        case .raise: slide(by: 1)
        case .lower: slide(by: -1)
        case .raiseTen: slide(by: 10)
        case .lowerTen: slide(by: -10)
        case .writeThreshold: return writeThreshold()
        case .discardDraft: discardDraft()
        default: return nil
        }
        return []
    }

    mutating func openTune() -> [Effect] {
        guard line != nil else { return [] }
        place = .tune
        return []
    }

    /// A number was typed for the draft.
    mutating func typeThreshold(_ text: String) -> [Effect] { [] }
}
