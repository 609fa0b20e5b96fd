import Inspection

/// The rows of the ledger that are at hand: a run of those that fit a query, with the person's cursor among them. The
/// ledger may be as long as it likes; the window is not.
public struct LedgerWindow: Equatable, Sendable {
    /// Rows that are asked for at a time: more than any screen shows.
    public static let pageRows = 300
    /// Rows that are kept at most.
    static let capacity = 1500
    /// So close to an end, the next rows are asked for.
    static let margin = 120

    /// What the rows fit; `nil` before the first page.
    public internal(set) var query: LedgerQuery?
    /// Newest first.
    public internal(set) var items: [LedgerItem] = []
    /// Rows that fit and are newer than the first one here.
    public internal(set) var above = 0
    /// Rows that fit, here or not.
    public internal(set) var total = 0
    /// Index of the row under the cursor.
    public internal(set) var cursor = 0
    /// Steps that the person has gone beyond the rows at hand: they are taken when more rows come, so that `500j` and a
    /// held key lead as far as they say.
    private var owed = 0

    public init() {}

    public var item: LedgerItem? { items.indices.contains(cursor) ? items[cursor] : nil }
    /// Rows that fit and are older than the last one here.
    var below: Int { max(0, total - above - items.count) }

    /// What has to be asked for so that the cursor can go on.
    var missing: LedgerRequest.Part? {
        if below > 0, cursor >= items.count - Self.margin, let last = items.last { return .before(last.entry.row) }
        if above > 0, cursor < Self.margin, let first = items.first { return .after(first.entry.row) }
        return nil
    }

    /// Takes rows in. The row under the cursor stays under the cursor.
    mutating func take(_ page: LedgerPage, for request: LedgerRequest) {
        if request.query != query || items.isEmpty || request.part == .newest {
            self = LedgerWindow()
            query = request.query
            items = page.items
            total = page.total
            if request.part == .oldest { goToEnd() }
            return
        }
        // The ledger only grows, and at its new end.
        above += max(0, page.total - total)
        total = page.total
        switch request.part {
        case .newest: break
        case .oldest:
            items = page.items
            goToEnd()
        case .news:
            // If more was written than a page holds, the rest comes when somebody scrolls there.
            guard above <= page.items.count else { break }
            prepend(page.items.prefix { $0.entry.row > items[0].entry.row })
            above = 0
        case .after(let row):
            guard items.first?.entry.row == row else { break }
            prepend(page.items[...])
            above = page.items.count < request.limit ? 0 : max(0, above - page.items.count)
        case .before(let row):
            guard items.last?.entry.row == row else { break }
            items += page.items
            if page.items.count < request.limit { total = above + items.count }
        }
        trim()
        if owed != 0 { move(by: 0) }
    }

    mutating func move(by steps: Int) {
        let wanted = cursor + owed + max(-total, min(steps, total))
        cursor = wanted.moved(by: 0, within: 0..<items.count)
        owed = wanted > cursor ? min(wanted - cursor, below) : max(wanted - cursor, -above)
    }

    private mutating func goToEnd() {
        above = max(0, total - items.count)
        cursor = max(0, items.count - 1)
    }

    private mutating func prepend(_ news: ArraySlice<LedgerItem>) {
        items.insert(contentsOf: news, at: 0)
        cursor += news.count
    }

    /// Lets go of rows at the end that is further from the cursor.
    private mutating func trim() {
        let excess = items.count - Self.capacity
        guard excess > 0 else { return }
        if cursor > items.count / 2 {
            items.removeFirst(excess)
            cursor -= excess
            above += excess
        } else {
            items.removeLast(excess)
        }
    }
}
