/// The last values of a figure, and their quantiles.
struct RecentFigures: Sendable {
    private let capacity: Int
    private var values: [Double] = []
    private var oldest = 0

    init(capacity: Int) { self.capacity = max(1, capacity) }

    mutating func add(_ value: Double) {
        if values.count < capacity {
            values.append(value)
        } else {
            values[oldest] = value
            oldest = (oldest + 1) % capacity
        }
    }

    /// The smallest value that at least `share` of them do not exceed; `nil` without any.
    func quantiles(_ shares: Double...) -> [Double]? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        return shares.map { sorted[min(sorted.count - 1, max(0, Int((Double(sorted.count) * $0).rounded(.up)) - 1))] }
    }
}

/// Events a second, over the last while.
struct RecentRate: Sendable {
    private let span: Double
    private var instants: [ContinuousClock.Instant] = []
    private var head = 0
    private var first: ContinuousClock.Instant?

    init(span: Double) { self.span = span }

    mutating func add(_ now: ContinuousClock.Instant) {
        first = first ?? now
        instants.append(now)
        while (now - instants[head]).seconds > span { head += 1 }
        if head > 1024, 2 * head > instants.count {
            instants.removeFirst(head)
            head = 0
        }
    }

    func rate(_ now: ContinuousClock.Instant) -> Double {
        guard let first else { return 0 }
        let count = instants[head...].count { (now - $0).seconds <= span }
        return Double(count) / max(0.1, min(span, (now - first).seconds))
    }
}
