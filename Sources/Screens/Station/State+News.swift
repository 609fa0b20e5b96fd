import Disk
import Evaluation
import Inspection
import SystemPackage

/// What the world reports.
extension State {
    mutating func hear(_ action: Action) -> [Effect] {
        switch action {
        case .restored(let visit):
            restore(visit)
        case .opened(let categories):
            open(categories)
        case .calibration(let category, let status):
            return calibration(of: category, became: status)
        case .threshold(let category, let threshold):
            ledgerGrew(withVerdict: false)
            if let index = index(of: category), let line = lines?[index], line.isCommitting {
                tell(Self.changed("threshold", of: category, from: line.live?.value, to: threshold))
            }
            change(category) {
                $0.live = threshold
                $0.isCommitting = false
                if $0.draft == threshold.value { $0.draft = nil }
            }
        case .thresholdRefused(let category, let reason):
            change(category) { $0.isCommitting = false }
            notices.complain("The threshold of \(category.printable) was not written: \(reason)")
        case .verdicts(let category, let verdicts):
            ledger.isAgreementStale = true
            // What is on its way to the ledger is newer than what was read from it.
            let newer = unconfirmed.values.filter { $0.category == category && !$0.isRecheck }.map(\.digest)
            change(category) { $0.take(verdicts, except: Set(newer)) }
        case .found(let category, let run, let findings):
            change(category) { if $0.run == run { $0.settle(findings) } }
        case .inspected(let category, let run):
            change(category) { if $0.run == run { $0.isInspecting = false } }
        case .picture(let request, let picture):
            pictures.put(picture, for: request)
        case .pictureDropped(let request): pictures.drop(request)
        case .recorded(let id, let standing):
            let judgement = takeAnswer(id)
            if let judgement { show(standing, after: judgement) }
            notices.noteStored()
            ledgerGrew(withVerdict: true)
            if judgement?.isRecheck == true { return askForAgreement() }
        case .notRecorded(let id, let reason, let standing):
            let judgement = unconfirmed[id]
            let name = judgement.map { $0.part.name.printable } ?? "a part"
            takeBack(id)
            if let judgement { show(standing, after: judgement) }
            notices.complainUnstored(name, reason)
        case .exported(let path, let rows):
            ledgerGrew(withVerdict: false)
            tell("Exported \(rows) \(rows == 1 ? "row" : "rows") to \(path.printable)")
        case .stream(let news): return hear(news)
        case .ledger(let news):
            if case .agreement(let agreement) = news { take(agreement) }
            return hear(news)
        case .study(let news): return hear(news)
        case .tune(let news):
            ledgerGrew(withVerdict: false)
            return hear(news)
        case .told(let text):
            tell(text.printable)
        case .failed(let text):
            notices.complain(text)
        case .key, .mouse, .tick, .resized:
            break
        }
        return []
    }

    /// Whoever reviews can ask how far re-checks agree, so it is worked out anew after each: beside the verdicts, not
    /// between them.
    private mutating func askForAgreement() -> [Effect] {
        guard !ledger.awaitsAgreement else { return [] }
        ledger.isAgreementStale = false
        ledger.awaitsAgreement = true
        return [.ledger(.agreement)]
    }

    /// - Parameter agreement: of the categories in which something was re-checked.
    private mutating func take(_ agreement: [String: Agreement]) {
        for (name, agreement) in agreement { change(name) { $0.agreement = agreement } }
    }

    /// A category that is still the same keeps what is known of it.
    private mutating func open(_ categories: [Category]) {
        let known = lines ?? []
        let before = line?.name
        lines = categories.map { category in known.first { $0.category == category } ?? newLine(category) }
        selected = lines?.firstIndex { $0.name == before } ?? 0
        lineList.order = []
        if line == nil || line?.count == 0 || line?.name != before { place = .lines }
    }

    private mutating func calibration(of category: String, became status: CalibrationStatus) -> [Effect] {
        guard let index = index(of: category), let old = lines?[index] else { return [] }
        change(category) { $0.status = status }
        if case .failed(let reason) = status {
            notices.complain("\(category.printable) could not be calibrated: \(reason)")
        }
        if sheet == .quitQuestion, lines?.contains(where: \.isCalibrating) != true { sheet = nil }
        guard status == .ready else { return [] }
        if old.draft != nil || old.pixelDraft != nil {
            change(category) { ($0.draft, $0.pixelDraft) = (nil, nil) }
            tell("The draft for \(category.printable) is dropped: it was tried out on the calibration before.")
        }
        guard old.count > 0 else { return [] }
        change(category) { $0.startInspection() }
        return [.inspect(category: category, run: old.run + 1)]
    }

    mutating func change(_ category: String, _ change: (inout Line) -> Void) {
        guard let index = index(of: category) else { return }
        change(&lines![index])
    }
}
