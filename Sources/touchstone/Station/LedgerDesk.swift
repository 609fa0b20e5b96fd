import Disk
import Dispatch
import Evaluation
import Foundation
import Inspection
import Screens
import Synchronization

/// Reads the ledger for the screen: pages of it, the newest request first; how far blind re-checks agree; whether the
/// chain of hashes holds.
final class LedgerDesk: Sendable {
    private let bench: LazyBench
    private let inbox: Inbox
    private let pageQueue = DispatchQueue(label: "station.pages", qos: .userInteractive)
    /// What takes longer than a page and nobody waits for with a finger on a key.
    private let studyQueue = DispatchQueue(label: "station.ledger.study", qos: .utility)
    /// Whoever types a filter wants the rows for what they have typed, not for what they had typed before.
    private let wanted = Mutex<LedgerRequest?>(nil)
    /// Ways into the ledger beside the one that verdicts are written through, so that none waits for a reader.
    private let pageReader = Mutex<Ledger?>(nil)
    private let studyReader = Mutex<Ledger?>(nil)

    init(bench: LazyBench, inbox: Inbox) {
        self.bench = bench
        self.inbox = inbox
    }

    func run(_ order: LedgerOrder) {
        switch order {
        case .page(let request):
            wanted.withLock { $0 = request }
            pageQueue.async { [self] in
                let request = wanted.withLock { wanted in
                    defer { wanted = nil }
                    return wanted
                }
                if let request { read(request) }
            }
        case .agreement: studyQueue.async { [self] in compare() }
        case .verify: studyQueue.async { [self] in verify() }
        }
    }

    private func reader(_ known: borrowing Mutex<Ledger?>) throws -> Ledger {
        let written = try bench.get().ledger
        if written.isReadOnly { return written }
        return try known.withLock { known in
            let ledger = try known ?? Ledger.open(written.path, access: .readOnly)
            known = ledger
            return ledger
        }
    }

    private func read(_ request: LedgerRequest) {
        do {
            let ledger = try reader(pageReader)
            let filter = LedgerFilter(request.query, midnight: Calendar.current.startOfDay(for: Date()))
            let entries: [LedgerEntry]
            switch request.part {
            case .newest, .news: entries = try ledger.page(filter: filter, limit: request.limit)
            case .oldest: entries = try ledger.page(filter: filter, after: 0, limit: request.limit)
            case .before(let row): entries = try ledger.page(filter: filter, before: row, limit: request.limit)
            case .after(let row): entries = try ledger.page(filter: filter, after: row, limit: request.limit)
            }
            let items = try entries.map {
                LedgerItem(entry: $0, time: LocalTime($0.time), withdrawn: try withdrawn(by: $0, ledger))
            }
            let page = LedgerPage(
                items: items, total: try ledger.count(filter), authors: try ledger.authors(), today: LocalTime(Date()))
            inbox.post(.ledger(.page(request, page)))
        } catch {
            inbox.post(.ledger(.noPage(request, "\(error)")))
        }
    }

    /// The verdict that a withdrawal took back: the row says which, or it is the part's last one before.
    private func withdrawn(by entry: LedgerEntry, _ ledger: Ledger) throws -> GivenVerdict? {
        guard case .withdrawal(let part, let row) = entry.event else { return nil }
        let filter = LedgerFilter(category: entry.category, kinds: [.verdict, .recheck], part: part)
        let last = try ledger.page(filter: filter, before: row.map { $0 + 1 } ?? entry.row, limit: 1).first
        switch last?.event {
        case .verdict(let verdict), .recheck(let verdict): return verdict
        default: return nil
        }
    }

    private func compare() {
        do {
            let ledger = try reader(studyReader)
            var agreement: [String: Agreement] = [:]
            // Most ledgers have few re-checks or none: only their categories are gone through.
            for category in try ledger.categories() {
                let filter = LedgerFilter(category: category, kinds: [.recheck])
                guard try !ledger.page(filter: filter, limit: 1).isEmpty else { continue }
                let known = try ledger.agreement(category: category)
                if known.count > 0 { agreement[category] = known }
            }
            inbox.post(.ledger(.agreement(agreement)))
        } catch {
            // Whoever looks at the ledger's pages is told what is wrong with it.
            inbox.post(.ledger(.agreement([:])))
        }
    }

    private func verify() {
        do {
            inbox.post(.ledger(.chain(.done(try reader(studyReader).verifyChain(), at: LocalTime(Date())))))
        } catch {
            inbox.post(.ledger(.chain(.failed("\(error)"))))
        }
    }
}

extension LedgerFilter {
    init(_ query: LedgerQuery, midnight: Date) {
        self.init(
            category: query.category, kinds: query.kinds.kinds, author: query.author, text: query.text,
            since: query.isToday ? midnight : nil)
    }
}

extension LocalTime {
    /// In the time zone of this machine.
    init(_ date: Date) {
        let parts = Calendar.current.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        self.init(
            year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0, hour: parts.hour ?? 0,
            minute: parts.minute ?? 0, second: parts.second ?? 0)
    }
}
