import Canvas
import Disk
import Inspection

/// What keys do in the Ledger.
extension State {
    /// What a key does in Ledger that it does not do everywhere.
    /// - Returns: `nil` where it means here what it means everywhere.
    mutating func obeyLedger(_ command: Command) -> [Effect]? {
        switch command {
        case .next: ledger.window.move(by: 1)
        case .previous: ledger.window.move(by: -1)
        case .pageDown: ledger.window.move(by: 10)
        case .pageUp: ledger.window.move(by: -10)
        case .first:
            if ledger.window.above > 0 { return ask(for: .newest) }
            ledger.window.move(by: .min)
        case .last:
            if ledger.window.below > 0 { return ask(for: .oldest) }
            ledger.window.move(by: .max)
        case .showKinds: show(LedgerQuery.Kinds.allCases.after(ledger.kinds) ?? .all)
        case .showAuthor: ledger.author = ([nil] + ledger.authors.map { $0 }).after(ledger.author) ?? nil
        case .showThisLine: ledger.isThisLine.toggle()
        case .showToday: ledger.isToday.toggle()
        case .verify:
            guard ledger.chain != .running else { return [] }
            ledger.chain = .running
            return [.ledger(.verify)]
        case .openPart: openPart()
        case .export: return [.export(category: ledgerQuery.category)]
        default: return nil
        }
        return []
    }

    mutating func openLedger() -> [Effect] {
        place = .ledger
        // Another station may have written to the same ledger meanwhile; and what failed may have been mended.
        ledger.isStale = true
        ledger.refused = nil
        return []
    }

    mutating func hear(_ news: LedgerNews) -> [Effect] {
        switch news {
        case .page(let request, let page):
            ledger.today = page.today
            ledger.authors = page.authors
            guard request == ledger.request else { break }
            ledger.request = nil
            ledger.window.take(page, for: request)
        case .noPage(let request, let reason):
            if request == ledger.request { ledger.request = nil }
            ledger.refused = request
            notices.complain("The ledger could not be read: \(reason)")
        case .agreement(let agreement):
            ledger.awaitsAgreement = false
            ledger.agreement = agreement
        case .chain(let report):
            ledger.chain = report
            if case .done(.broken(let row, let why), _) = report {
                notices.complain("Row \(row) of the ledger \(why): somebody has changed the file.")
            }
        }
        return []
    }

    /// What is to be seen, as far as the person has narrowed it.
    var ledgerQuery: LedgerQuery {
        var query = LedgerQuery()
        query.category = ledger.isThisLine ? line?.name : nil
        query.kinds = ledger.kinds
        query.author = ledger.author
        query.text = (filters[.ledger] ?? "").trimmingSpaces
        query.isToday = ledger.isToday
        return query
    }

    /// The rows that the screen needs and that nobody has asked for.
    mutating func missingLedgerRows() -> [Effect] {
        var effects: [Effect] = []
        if [.lines, .ledger].contains(place), ledger.isAgreementStale, !ledger.awaitsAgreement {
            ledger.isAgreementStale = false
            ledger.awaitsAgreement = true
            effects.append(.ledger(.agreement))
        }
        guard place == .ledger else { return effects }
        let query = ledgerQuery
        // A request for other rows than those that are wanted now is overtaken.
        if query != (ledger.request?.query ?? ledger.window.query) { return effects + ask(for: .newest) }
        guard ledger.request == nil else { return effects }
        if ledger.isStale {
            return effects + ask(for: .news)
        }
        if let part = ledger.window.missing { effects += ask(for: part) }
        return effects
    }

    /// Something has been written to the ledger.
    mutating func ledgerGrew(withVerdict: Bool) {
        ledger.isStale = true
        if withVerdict { ledger.isAgreementStale = true }
    }

    private mutating func ask(for part: LedgerRequest.Part) -> [Effect] {
        let request = LedgerRequest(query: ledgerQuery, part: part)
        guard request != ledger.refused, request != ledger.request else { return [] }
        ledger.isStale = false
        ledger.request = request
        return [.ledger(.page(request))]
    }

    mutating func show(_ kinds: LedgerQuery.Kinds) { ledger.kinds = kinds }

    /// From a row to its part in Review.
    private mutating func openPart() {
        guard let item = ledger.window.item else { return }
        let digest: SHA256Digest
        switch item.entry.event {
        case .verdict(let verdict), .recheck(let verdict): digest = verdict.part
        case .withdrawal(let part, _): digest = part
        default:
            tell("This row is about no single part.")
            return
        }
        let category = item.entry.category
        guard let index = index(of: category), let line = lines?[index] else {
            tell("\(category.printable) is not open: start the station with its folder to see the part.")
            return
        }
        guard let part = line.part(digest, at: item.verdict?.path) else {
            let name = item.verdict?.name.printable ?? "the part"
            tell(
                line.queue.waitingCount > 0
                    ? "\(name) is not among the parts that have been read so far."
                    : "\(name) is not in the folder any more, or its file has changed since.")
            return
        }
        selected = index
        place = .review
        changeLine {
            $0.cursor = part
            $0.hasMoved = true
        }
    }
}

extension Array where Element: Equatable {
    /// The element that follows, round the end.
    func after(_ element: Element) -> Element? {
        guard let index = firstIndex(of: element) else { return first }
        return self[(index + 1) % count]
    }
}
