/// Where a person is. Each place has a key of its own: its number, or the function key one higher.
public enum Place: String, Equatable, Sendable, CaseIterable {
    case lines, review, tune, stream, ledger

    public var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    /// 1…5, the key that leads there.
    public var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    public init?(number: Int) {
        guard (1...Self.allCases.count).contains(number) else { return nil }
        self = Self.allCases[number - 1]
    }

    public var context: Context {
        switch self {
        case .lines: .lines
        case .review: .review
        case .tune: .tune
        case .stream: .stream
        case .ledger: .ledger
        }
    }
}
