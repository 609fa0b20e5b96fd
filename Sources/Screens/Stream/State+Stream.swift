extension State {
    /// What a key does in Stream that it does not do everywhere.
    /// - Returns: `nil` where it means here what it means everywhere.
    mutating func obeyStream(_ command: Command) -> [Effect]? { nil }

    mutating func openStream() -> [Effect] {
        place = .stream
        return []
    }

    mutating func hear(_ news: StreamNews) -> [Effect] { [] }
}
