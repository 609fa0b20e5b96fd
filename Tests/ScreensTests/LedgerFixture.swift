import Canvas
import Disk
import Evaluation
import Foundation
import Inspection
import Screens
import SystemPackage

/// A ledger that answers as the one on the disk does, in memory.
struct LedgerFixture {
    /// Oldest first.
    var items: [LedgerItem] = []
    static let today = LocalTime(year: 2026, month: 11, day: 21, hour: 14, minute: 30, second: 5)

    static func hash(_ row: Int) -> SHA256Digest { SHA256Digest(hashing: Array("row \(row)".utf8)) }

    static func item(
        _ row: Int, _ event: LedgerEntry.Event, category: String = "bracket", author: String = "ana",
        time: LocalTime? = nil, withdrawn: GivenVerdict? = nil
    ) -> LedgerItem {
        let entry = LedgerEntry(
            row: Int64(row), time: Date(timeIntervalSince1970: 0), author: author, category: category, event: event,
            hash: hash(row))
        let time =
            time
            ?? LocalTime(
                year: 2026, month: 11, day: 21, hour: 8 + row / 3600 % 12, minute: row / 60 % 60, second: row % 60)
        return LedgerItem(entry: entry, time: time, withdrawn: withdrawn)
    }

    static func verdict(
        _ part: Part, _ human: HumanVerdict, score: Float? = 25.972, reason: String? = nil, note: String? = nil,
        isRecheck: Bool = false
    ) -> GivenVerdict {
        GivenVerdict(
            part: Fixture.digest(of: part), name: part.name, path: part.path, score: score, threshold: 12,
            machine: score.map { MachineVerdict(score: $0, threshold: 12) } ?? .notInspected, human: human,
            reason: reason, calibration: hash(-1), note: note, isRecheck: isRecheck, seconds: 2.4)
    }

    /// So many verdicts on parts of the line "bracket".
    init(rows: Int = 0) {
        for row in 1..<(rows + 1) { add(row) }
    }

    mutating func add(_ row: Int) {
        let part = Fixture.part("bracket", row % 3 == 0 ? "scratch" : "good", row % 27)
        items.append(Self.item(row, .verdict(Self.verdict(part, row % 3 == 0 ? .reject : .accept))))
    }

    /// One row of each kind, with what files and people may put into them.
    static func everyKind() -> LedgerFixture {
        var ledger = LedgerFixture()
        let part = Fixture.part("bracket", "scratch", 3)
        let odd = Part(path: "/parts/bracket/test/\u{1B}[31m.png", name: "test/\u{1B}[31m.png", label: nil)
        let before = LocalTime(year: 2026, month: 11, day: 9, hour: 8, minute: 5, second: 0)
        let longAgo = LocalTime(year: 2025, month: 12, day: 31, hour: 23, minute: 59, second: 59)
        func threshold(_ kind: ThresholdEntry.Kind, _ from: Float?, _ to: Float, _ why: String) -> LedgerEntry.Event {
            .threshold(ThresholdEntry(kind: kind, value: to, previous: from, reason: why, calibration: hash(-1)))
        }
        let events: [(LedgerEntry.Event, LocalTime?, String)] = [
            (
                threshold(.image, nil, 12, "from 40 good parts: at most 2.4 % of good parts flagged"), longAgo,
                "touchstone"
            ),
            (threshold(.image, 12, 12.5, "too many good parts flagged by dust"), before, "ana"),
            (threshold(.pixel, nil, 3.25, "regions grow together"), before, "ana"),
            (.run(InspectionRun(source: .watch, path: "/camera/bracket")), before, "ben"),
            (.alarm(.drift, text: "EWMA 11.2 over its limit of 10.9 for 8 parts"), nil, "touchstone"),
            (.acknowledgement(row: 5, text: "lamp cleaned"), nil, "ben"),
            (.run(InspectionRun(source: .watch, path: "/camera/bracket", parts: 512, text: "0 dropped")), nil, "ben"),
            (.verdict(verdict(part, .reject, reason: "scratch", note: "at the edge, as last week")), nil, "ana"),
            (.verdict(verdict(odd, .unsure, score: nil, note: "line one\nline two\u{1B}[2J")), nil, "zo\u{202E}e"),
            (.recheck(verdict(part, .accept, isRecheck: true)), nil, "ben"),
            (.withdrawal(part: Fixture.digest(of: part), row: 8), nil, "ana"),
            (.export(path: "/home/ana/verdicts-20261121-140000.csv", rows: 27), nil, "ana"),
        ]
        for (index, (event, time, author)) in events.enumerated() {
            var withdrawn: GivenVerdict?
            if case .withdrawal = event { withdrawn = verdict(part, .reject, reason: "scratch") }
            var category = "bracket"
            if case .export = event { category = "" }
            ledger.items.append(
                item(index + 1, event, category: category, author: author, time: time, withdrawn: withdrawn))
        }
        return ledger
    }

    private func fits(_ item: LedgerItem, _ query: LedgerQuery) -> Bool {
        let entry = item.entry
        return (query.category == nil || query.category == entry.category)
            && (query.kinds == .all || query.kinds.kinds.contains(entry.kind))
            && (query.author == nil || query.author == entry.author)
            && (query.text.isEmpty || "\(entry.event)".lowercased().contains(query.text.lowercased()))
    }

    func answer(_ request: LedgerRequest) -> Action {
        let fitting = items.filter { fits($0, request.query) }
        let rows: [LedgerItem]
        switch request.part {
        case .newest, .news: rows = fitting.suffix(request.limit)
        case .oldest: rows = Array(fitting.prefix(request.limit))
        case .before(let row): rows = fitting.filter { $0.entry.row < row }.suffix(request.limit)
        case .after(let row): rows = Array(fitting.filter { $0.entry.row > row }.prefix(request.limit))
        }
        let page = LedgerPage(
            items: rows.reversed(), total: fitting.count, authors: Set(items.map(\.entry.author)).sorted(),
            today: Self.today)
        return .ledger(.page(request, page))
    }

    /// Answers what is asked, and what is asked upon that, until nothing is.
    func settle(_ state: inout State, _ effects: [Effect]) {
        var waiting = effects
        for _ in 0..<100 where !waiting.isEmpty {
            guard case .ledger(.page(let request)) = waiting.removeFirst() else { continue }
            waiting += Fixture.send(&state, answer(request))
        }
    }

    /// The station of the fixture with this ledger before one.
    func open(_ size: Size = Size(columns: 120, rows: 40)) -> State {
        var state = Fixture.station()
        Fixture.send(&state, .resized(size))
        settle(&state, Fixture.press(&state, .function(6)))
        Fixture.send(&state, .tick(now: 3))
        return state
    }
}
