import Disk
import Foundation
import Inspection
import SystemPackage
import Testing

/// Pages of the ledger against the plain way: read everything, then look.
@Suite struct LedgerPageTests {
    private static let words = ["scratch", "Dent", "50% off_", "a\\b", "grün\nblau", "", "É", "x'y\"z", "%", "_"]

    private func fill(_ ledger: Ledger, rows: Int, _ random: inout Dice) throws {
        for i in 0..<rows {
            let time = Date(timeIntervalSince1970: Double(Int.random(in: 0..<200, using: &random)))
            let author = ["ada", "Bob", "e%e", "zoë"].randomElement(using: &random) ?? ""
            let category = ["c", "d", "e_e"].randomElement(using: &random) ?? ""
            let word = Self.words.randomElement(using: &random) ?? ""
            let part = "part \(Int.random(in: 0..<12, using: &random))"
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                let recheck = Bool.random(using: &random)
                try ledger.record(
                    given(part, .accept, reason: word, note: i % 3 == 0 ? word + "!" : nil, isRecheck: recheck),
                    category: category, author: author, time: time)
            case 5:
                try ledger.withdrawAll(part: digest(part), category: category, author: author, time: time)
            case 6, 7:
                try ledger.set(
                    Threshold(value: Float(i), author: author, time: time, reason: word), category: category,
                    calibration: digest("k\(i % 2)"), kind: i % 3 == 0 ? .pixel : .image)
            case 8: try ledger.raise(.drift, text: word, category: category, author: author, time: time)
            default:
                try ledger.noteExport(to: FilePath("/tmp/\(word)"), rows: i, category: nil, author: author, time: time)
            }
        }
    }

    /// Times that no row can have.
    @Test func farTimesAreNoRow() throws {
        try withTemporaryFolder { folder in
            let ledger = try Ledger.open(folder.appending("ledger.sqlite"))
            try ledger.record(given("a", .accept), category: "c")
            for far in [1e16, 1e300, .infinity] {
                var filter = LedgerFilter()
                filter.since = Date(timeIntervalSince1970: far)
                #expect(try ledger.count(filter) == 0)
                filter.since = Date(timeIntervalSince1970: -far)
                #expect(try ledger.count(filter) == 1)
            }
        }
    }

    private static func fits(_ filter: LedgerFilter, _ entry: LedgerEntry) -> Bool {
        var part: SHA256Digest?
        var texts = [Array(entry.author.utf8)]
        func take(_ verdict: GivenVerdict) {
            part = verdict.part
            texts += [verdict.name.bytes, Array((verdict.reason ?? "").utf8), Array((verdict.note ?? "").utf8)]
        }
        switch entry.event {
        case .verdict(let verdict), .recheck(let verdict): take(verdict)
        case .withdrawal(let withdrawn, _): part = withdrawn
        case .threshold(let threshold): texts.append(Array(threshold.reason.utf8))
        case .alarm(let alarm, let text): texts += [Array(alarm.rawValue.utf8), Array(text.utf8)]
        case .acknowledgement(_, let text): texts.append(Array(text.utf8))
        case .run(let run): texts += [Array(run.source.rawValue.utf8), Array(run.text.utf8)]
        case .export: break
        }
        func folded(_ bytes: [UInt8]) -> [UInt8] { bytes.map { (65...90).contains($0) ? $0 + 32 : $0 } }
        let wanted = folded(Array(filter.text.utf8))
        let hasText = texts.contains { text in
            let text = folded(text)
            return wanted.isEmpty || text.indices.contains { text[$0...].starts(with: wanted) }
        }
        return hasText && (filter.category ?? entry.category) == entry.category
            && (filter.author ?? entry.author) == entry.author
            && (filter.kinds.isEmpty || filter.kinds.contains(entry.kind))
            && (filter.part == nil || filter.part == part)
            && (filter.since.map { entry.time >= $0 } ?? true) && (filter.until.map { entry.time < $0 } ?? true)
    }

    private func chance(_ random: inout Dice) -> Bool { Int.random(in: 0..<3, using: &random) == 0 }

    private func moment(_ random: inout Dice) -> Date {
        Date(timeIntervalSince1970: Double(Int.random(in: 0..<200, using: &random)))
    }

    @Test(arguments: [1, 2] as [UInt64])
    func equalThePlainWay(seed: UInt64) throws {
        try withTemporaryFolder { folder in
            var random = Dice(seed: seed)
            let ledger = try Ledger.open(folder.appending("ledger.sqlite"))
            try fill(ledger, rows: 120, &random)
            let all = Array(try ledger.entries().reversed())
            for _ in 0..<400 {
                var filter = LedgerFilter()
                let texts = ["SCRATCH", "d", "%", "_", "\\", "e%", "\n", "ü", "Ü", "part 1", ".png", "zzz", "\""]
                if chance(&random) { filter.category = ["c", "d", "e_e", "none"].randomElement(using: &random) }
                if chance(&random) { filter.kinds = Set(LedgerEntry.Kind.allCases.shuffled(using: &random).prefix(2)) }
                if chance(&random) {
                    filter.author = ["ada", "bob", "Bob", "e%e", "zoë"].randomElement(using: &random)
                }
                if chance(&random) { filter.text = texts.randomElement(using: &random) ?? "" }
                if chance(&random) { filter.part = digest("part \(Int.random(in: 0..<13, using: &random))") }
                if chance(&random) { filter.since = moment(&random) }
                if chance(&random) { filter.until = moment(&random) }
                var before: Int64?
                if chance(&random) { before = Int64.random(in: 0..<130, using: &random) }
                let limit = Int.random(in: 0..<30, using: &random)
                let expected = all.filter { Self.fits(filter, $0) }
                #expect(try ledger.count(filter) == expected.count, "\(filter)")
                let after = Int64.random(in: 0..<130, using: &random)
                let newer = try ledger.page(filter: filter, after: after, limit: limit)
                let above = expected.filter { $0.row > after }.sorted { $0.row < $1.row }
                #expect(newer == above.prefix(limit).reversed())
                let page = try ledger.page(filter: filter, before: before, limit: limit)
                #expect(page == Array(expected.filter { $0.row < before ?? .max }.prefix(limit)), "\(filter)")
            }
            #expect(try ledger.count() == all.count)
            #expect(try ledger.authors() == Set(all.map(\.author)).sorted())
        }
    }

    @Test func pagesJoinWithoutGaps() throws {
        try withTemporaryFolder { folder in
            var random = Dice(seed: 9)
            let ledger = try Ledger.open(folder.appending("ledger.sqlite"))
            try fill(ledger, rows: 40, &random)
            var seen: [Int64] = []
            while let last = try ledger.page(before: seen.last, limit: 7).map(\.row) as [Int64]?, !last.isEmpty {
                seen += last
            }
            #expect(seen == (try ledger.entries().map(\.row).reversed()))
        }
    }

    @Test func longTextsFindNothing() throws {
        try withTemporaryFolder { folder in
            let ledger = try Ledger.open(folder.appending("ledger.sqlite"))
            try ledger.record(given("p", .accept, note: "%"), category: "c")
            for text in [String(repeating: "%", count: 60_000), String(repeating: "é", count: 60_000)] {
                #expect(try ledger.count(LedgerFilter(text: text)) == 0)
            }
        }
    }
}

/// A small seeded generator (Steele, Lea & Flood 2014), so that random tests are the same everywhere.
private struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
