/// Parts that come one after another, without an end that is known: taken in their order and forgotten once taken, so
/// that a queue may run for weeks.
struct OpenLine: PartLine {
    var isCancelled = false
    private(set) var total = 0
    private var isStarted = false
    private var isClosed = false
    /// Not taken yet, in their order; those before `head` are gone.
    private var waiting: [TakenPart] = []
    private var head = 0
    private var active: Int

    init(workers: Int) { active = workers }

    mutating func start() -> Bool {
        defer { isStarted = true }
        return !isStarted
    }

    mutating func append(_ part: Part) -> Bool {
        guard !isClosed, !isCancelled else { return false }
        waiting.append(TakenPart(index: total, part: part))
        total += 1
        return true
    }

    mutating func close() { isClosed = true }

    mutating func promote(_ part: Part) {}

    /// - Precondition: a part is waiting, or the line has ended.
    mutating func take() -> TakenPart? {
        guard !isCancelled, head < waiting.count else {
            active -= 1
            return nil
        }
        defer { head += 1 }
        // Moved together when half of it is gone: constant work for each part.
        if head > 64, 2 * head > waiting.count {
            waiting.removeFirst(head)
            head = 0
        }
        return waiting[head]
    }

    func upcoming(_ distance: Int) -> Part? {
        let index = head + distance
        return !isCancelled && index < waiting.count ? waiting[index].part : nil
    }

    mutating func handBack(_ taken: TakenPart) -> Bool {
        guard active > 1 else { return false }
        active -= 1
        waiting.insert(taken, at: head)
        return true
    }
}
