import Disk

/// How the parts were chosen that a person leafs through.
public struct PartChoice: Equatable, Sendable {
    public var sort = PartSort.score
    public var filter = PartFilter.all
    /// Only parts with this in their names or labels; empty for all.
    public var text = ""

    public init() {}
}

/// A part that has come back unmarked.
struct PendingRecheck: Equatable, Sendable {
    /// The part that it was slipped in before; `nil` where none is left.
    let next: Int?
}

extension PartFilter {
    var dependsOnVerdicts: Bool { self == .unreviewed || self == .overruled }
}

/// What of a category a person leafs through.
extension Line {
    /// Chooses anew: O(n log n).
    mutating func choose(_ choice: PartChoice) {
        guard choice != self.choice else { return }
        if choice.text.isEmpty {
            named = nil
        } else if named == nil || choice.text != self.choice.text {
            let names = self.names ?? NameIndex(category.parts)
            self.names = names
            named = names.matches(choice.text)
        }
        self.choice = choice
        refreshRoll()
    }

    mutating func refreshRoll() {
        roll = PartRoll((0..<count).map { lets($0) ? entry($0) : nil })
    }

    /// Something has become known of these parts.
    mutating func updateRoll(_ parts: [Int]) {
        roll.update(parts.map { ($0, lets($0) ? entry($0) : nil) })
    }

    mutating func toggleMark(_ part: Int) {
        if marks.remove(part) == nil { marks.insert(part) }
        if choice.filter == .marked { updateRoll([part]) }
    }

    /// Where a part stands among those that are leafed through, or would.
    func place(of part: Int) -> Int { roll.place(of: entry(part)) }

    private func entry(_ part: Int) -> PartRoll.Entry {
        let index = Int32(truncatingIfNeeded: part)
        if choice.sort == .time { return PartRoll.Entry(group: 1, key: 0, part: index) }
        switch queue.standings[part] {
        case .failed: return PartRoll.Entry(group: 0, key: 0, part: index)
        case .waiting: return PartRoll.Entry(group: 2, key: 0, part: index)
        case .scored(let score):
            let key = choice.sort == .score ? -score : abs(score - (live?.value ?? 0))
            return PartRoll.Entry(group: 1, key: key.isNaN ? 0 : key, part: index)
        }
    }

    /// Whether the filter lets a part through.
    /// - Parameter unjudged: as if nobody had judged or marked it.
    func lets(_ part: Int, unjudged: Bool = false) -> Bool {
        if let named, !named[part] { return false }
        switch choice.filter {
        case .all: return true
        case .flagged:
            switch queue.standings[part] {
            case .failed: return true
            case .waiting: return false
            case .scored(let score): return live.map { score >= $0.value } ?? false
            }
        case .grey:
            guard case .scored(let score) = queue.standings[part], let live = live?.value else { return false }
            return abs(score - live) <= PartFilter.greyBand * abs(live)
        case .unreviewed: return unjudged || verdict(part) == nil
        case .overruled: return !unjudged && isOverruled(part)
        case .marked: return !unjudged && marks.contains(part)
        case .label(let label): return category.parts[part].label == label
        }
    }

    private func isOverruled(_ part: Int) -> Bool {
        switch (verdict(part), machine(part)) {
        case (.accept, .reject), (.reject, .good): true
        default: false
        }
    }

    // MARK: Whom a person looks at next

    /// The next part behind the cursor that waits for a person, round the end; `nil` when there is none.
    var nextUnjudged: Int? {
        guard count > 0 else { return nil }
        if let recheck { return recheck.next }
        return firstUnjudged(from: place(of: cursor) + (roll.contains(cursor) ? 1 : 0), except: cursor)
    }

    var firstUnjudged: Int? { firstUnjudged(from: 0, except: nil) }

    private func firstUnjudged(from start: Int, except: Int?) -> Int? {
        for step in 0..<roll.count {
            let part = roll[(start + step) % roll.count]
            if part != except, verdict(part) == nil, digest(part) != nil { return part }
        }
        return nil
    }

    /// Moved along the parts that are leafed through; `nil` where there is no other.
    func moved(by steps: Int) -> Int? {
        guard !roll.isEmpty else { return nil }
        let anchor = recheck?.next ?? cursor
        let isIn = recheck == nil && roll.contains(anchor)
        // From between two parts the next is where one stands already.
        let place = place(of: anchor).moved(by: isIn || steps <= 0 ? steps : steps - 1, within: 0..<roll.count)
        return roll[place]
    }

    /// The next part that was marked, round the end.
    var nextMarked: Int? {
        let order = marks.map { (entry: entry($0), part: $0) }.sorted { $0.entry.comesBefore($1.entry) }
        let own = entry(cursor)
        return (order.first { own.comesBefore($0.entry) } ?? order.first)?.part
    }

    /// A part that comes back unmarked instead of the next.
    /// - Parameter isLast: no part is left that nobody has judged.
    func dueRecheck(isLast: Bool, except: SHA256Digest?) -> Int? {
        rechecks.next(isLast: isLast, except: except) {
            verdict($0) != nil && digest($0) != nil && $0 != cursor && lets($0, unjudged: true)
        }
    }
}
