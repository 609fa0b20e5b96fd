/// Which part is taken next.
struct WaitingLine: Sendable {
    var isCancelled = false
    private var isStarted = false
    private let isOrdered: Bool
    private let indices: [Part: [Int]]
    private var isTaken: [Bool]
    /// Every part before this one is taken.
    private var next = 0
    /// Taken before all others, last one first.
    private var front: [Int] = []
    /// Workers that have not stopped.
    private var active: Int

    init(parts: [Part], isOrdered: Bool, workers: Int) {
        self.isOrdered = isOrdered
        active = workers
        isTaken = Array(repeating: false, count: parts.count)
        // Only `promote` looks parts up.
        indices = isOrdered ? [:] : Dictionary(grouping: parts.indices, by: { parts[$0] })
    }

    /// Whether this was the first time.
    mutating func start() -> Bool {
        defer { isStarted = true }
        return !isStarted
    }

    mutating func promote(_ part: Part) { front += (indices[part] ?? []).filter { !isTaken[$0] }.reversed() }

    /// The part and whether somebody waits for it; `nil` when the worker that asks has to stop.
    mutating func take() -> (index: Int, isUrgent: Bool)? {
        if !isCancelled {
            while let index = front.popLast() {
                if take(index) { return (index, true) }
            }
            while next < isTaken.count {
                next += 1
                if take(next - 1) { return (next - 1, false) }
            }
        }
        active -= 1
        return nil
    }

    /// The part that will be taken after so many others, if nobody promotes one.
    func upcoming(_ distance: Int) -> Int? {
        let index = next + distance
        return !isCancelled && index < isTaken.count && !isTaken[index] ? index : nil
    }

    /// A worker that cannot score gives its part to the others and stops.
    /// - Returns: whether there are others.
    mutating func handBack(_ index: Int) -> Bool {
        guard active > 1 else { return false }
        active -= 1
        isTaken[index] = false
        front.append(index)
        return true
    }

    private mutating func take(_ index: Int) -> Bool {
        defer { isTaken[index] = true }
        return !isTaken[index]
    }
}
