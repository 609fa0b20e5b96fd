/// What a queue's workers take parts from.
protocol PartLine: Sendable {
    var isCancelled: Bool { get set }
    /// Parts that are known so far: of a line with an end, all of them.
    var total: Int { get }

    /// Whether this was the first time.
    mutating func start() -> Bool
    /// - Returns: whether there will be a finding for it: not after the end, or a cancellation.
    mutating func append(_ part: Part) -> Bool
    /// Nothing comes any more.
    mutating func close()
    /// Has no effect where parts are taken in their order.
    mutating func promote(_ part: Part)
    /// `nil` when the worker that asks has to stop.
    mutating func take() -> TakenPart?
    /// The part that will be taken after so many others, if nobody promotes one.
    func upcoming(_ distance: Int) -> Part?
    /// A worker that cannot score gives its part to the others and stops.
    /// - Returns: whether there are others.
    mutating func handBack(_ taken: TakenPart) -> Bool
}

/// A part on its way through a worker.
struct TakenPart: Sendable {
    /// Its place among all parts, from 0.
    let index: Int
    let part: Part
    /// Whether somebody waits for it.
    var isUrgent = false
}

/// Parts that are all known: which one is taken next.
struct WaitingLine: PartLine {
    var isCancelled = false
    private var isStarted = false
    private let parts: [Part]
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
        self.parts = parts
        self.isOrdered = isOrdered
        active = workers
        isTaken = Array(repeating: false, count: parts.count)
        // Only `promote` looks parts up.
        indices = isOrdered ? [:] : Dictionary(grouping: parts.indices, by: { parts[$0] })
    }

    var total: Int { parts.count }

    mutating func start() -> Bool {
        defer { isStarted = true }
        return !isStarted
    }

    mutating func append(_ part: Part) -> Bool { false }

    mutating func close() {}

    mutating func promote(_ part: Part) { front += (indices[part] ?? []).filter { !isTaken[$0] }.reversed() }

    mutating func take() -> TakenPart? {
        if !isCancelled {
            while let index = front.popLast() {
                if take(index) { return TakenPart(index: index, part: parts[index], isUrgent: true) }
            }
            while next < isTaken.count {
                next += 1
                if take(next - 1) { return TakenPart(index: next - 1, part: parts[next - 1]) }
            }
        }
        active -= 1
        return nil
    }

    func upcoming(_ distance: Int) -> Part? {
        let index = next + distance
        return !isCancelled && index < isTaken.count && !isTaken[index] ? parts[index] : nil
    }

    mutating func handBack(_ taken: TakenPart) -> Bool {
        guard active > 1 else { return false }
        active -= 1
        isTaken[taken.index] = false
        front.append(taken.index)
        return true
    }

    private mutating func take(_ index: Int) -> Bool {
        defer { isTaken[index] = true }
        return !isTaken[index]
    }
}
