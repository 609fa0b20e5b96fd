/// Findings on their way to whoever listens, in the order in which they are due.
struct Outbox: Sendable {
    private let isOrdered: Bool
    private var ready: [(index: Int, finding: Finding)] = []
    private var isBeingEmptied = false
    private var done = 0

    init(isOrdered: Bool) { self.isOrdered = isOrdered }

    /// - Returns: whether the caller has to empty it.
    mutating func put(_ finding: Finding, _ index: Int) -> Bool {
        ready.append((index, finding))
        defer { isBeingEmptied = true }
        return !isBeingEmptied
    }

    /// The next finding that is due and how many there have been with it; `nil` ends the emptying.
    mutating func next() -> (Finding, done: Int)? {
        let due = isOrdered ? ready.firstIndex { $0.index == done } : ready.startIndex
        guard let due, due < ready.endIndex else {
            isBeingEmptied = false
            return nil
        }
        done += 1
        // There are never more than a few: as many as may be in flight.
        return (ready.remove(at: due).finding, done)
    }
}
