import Detectors
import Disk
import Dispatch
import Foundation
import Inspection
import Logging
import Network
import Screens
import Synchronization
import SystemPackage

/// Does what the screens ask for, on queues of its own, and posts what came of it.
///
/// - `ledgerQueue` (serial) writes verdicts, thresholds and exports in the order in which they were given;
/// - `calibrationQueue` (serial) learns one category at a time, with all cores;
/// - each inspection is an `InspectionQueue`; pictures have a queue of their own, newest first.
final class StationDesk: Sendable {
    struct Setup: Sendable {
        let home: Home
        let recipeOptions: RecipeOptions
        let categories: [Inspection.Category]
        /// Who judges, as the ledger remembers it.
        var author = Author.current
    }

    private let setup: Setup
    private let inbox: Inbox
    private let ledgerQueue = DispatchQueue(label: "station.ledger", qos: .userInitiated)
    private let memoryQueue = DispatchQueue(label: "station.memory", qos: .utility)
    private let calibrationQueue = DispatchQueue(label: "station.calibration", qos: .utility)
    private let bench: LazyBench
    private let pictures: PictureDesk
    private let inspections: InspectionDesk
    private let tuning: TuneDesk
    private let pages: LedgerDesk
    private let streams: StreamDesk
    /// The calibration of a category that runs or waits for its turn.
    private let calibrations = Mutex<[String: Stop]>([:])
    private let studies: StudyDesk
    private let verdicts: VerdictDesk
    private let leaving = Atomic(false)
    private let logger: Logger

    init(_ setup: Setup, inbox: Inbox) {
        self.setup = setup
        self.inbox = inbox
        logger = StationLog(setup.home.log).logger("station")
        bench = LazyBench(setup)
        inspections = InspectionDesk(inbox: inbox)
        pages = LedgerDesk(bench: bench, inbox: inbox)
        streams = StreamDesk(
            setup: setup, inbox: inbox, bench: bench, inspections: inspections, ledgerQueue: ledgerQueue)
        pictures = PictureDesk(inbox: inbox, inspections: inspections)
        tuning = TuneDesk(
            inbox: inbox, bench: bench, inspections: inspections, author: setup.author, ledgerQueue: ledgerQueue)
        studies = StudyDesk(inbox: inbox, inspections: inspections)
        verdicts = VerdictDesk(bench: bench, author: setup.author)
    }

    private func category(_ name: String) -> Inspection.Category? { setup.categories.first { $0.name == name } }

    /// Brings every category to where it was left: verdicts, threshold, calibration; learns what has not been learnt.
    func begin() {
        logger.info("opened", metadata: ["categories": "\(setup.categories.count)"])
        for category in setup.categories { prepare(category, reuse: .trusting) }
    }

    /// Stops what can be stopped and waits until verdicts are on the disk.
    func end() {
        leaving.store(true, ordering: .relaxed)
        inspections.cancelAll()
        studies.end()
        streams.end()
        ledgerQueue.sync {}
        memoryQueue.sync {}
    }

    /// Writes down where the person is. A comfort: if it cannot be written, the log says so and nobody else.
    func remember(_ visit: StationMemory.Visit, of root: FilePath, at path: FilePath) {
        memoryQueue.async { [logger] in
            do {
                try StationMemory.keep(visit, of: root, at: path, log: logger)
            } catch {
                logger.warning("where the station is left could not be written down: \(error)")
            }
        }
    }

    func run(_ effect: Effect) {
        switch effect {
        case .calibrate(let name):
            bench.retry()
            if let category = category(name) { prepare(category, reuse: .mending) }
        case .inspect(let name, let run):
            if let category = category(name) { inspections.start(category, run: run) }
        case .cancelWork(let name):
            calibrations.withLock { $0[name] }?.raise()
            inspections.cancel(name)
        case .loadPicture(let request):
            if let category = category(request.category) { pictures.load(request, of: category) }
        case .record(let judgement): record(judgement)
        case .commitThreshold(let name, let value, let reason): commit(value, reason, name)
        case .export(let name): export(name)
        case .stream(let order): run(order)
        case .ledger(let order): run(order)
        case .study(let order): run(order)
        case .tune(let order): tuning.run(order)
        case .hearMouse, .quit: break
        }
    }

    /// What stands on the screen now.
    func isShowing(_ picture: PartPicture?) { pictures.show(picture) }

    private func run(_ order: StreamOrder) { streams.run(order, category) }
    private func run(_ order: LedgerOrder) { pages.run(order) }
    private func run(_ order: StudyOrder) {
        if let category = category(order.category) { studies.run(order, of: category) }
    }

    // MARK: Calibration

    private func prepare(_ category: Inspection.Category, reuse: Workbench.Reuse) {
        let name = category.name
        let stop = Stop()
        let isNew = calibrations.withLock { calibrations in
            // A second one would inspect everything again, and read the ledger while verdicts are given.
            if let known = calibrations[name], !known.isRaised { return false }
            calibrations[name] = stop
            return true
        }
        guard isNew else { return }
        calibrationQueue.async { [self] in
            guard !leaving.load(ordering: .relaxed) else { return }
            GivingWay.some.run { [self] in
                let status = learn(category, reuse: reuse, stop: stop)
                calibrations.withLock { calibrations in
                    // Stopped, and asked for anew since: that one will say what came of it.
                    guard calibrations[name] === stop else { return }
                    calibrations[name] = nil
                    inbox.post(.calibration(category: name, status))
                }
            }
        }
    }

    private func learn(
        _ category: Inspection.Category, reuse: Workbench.Reuse, stop: Stop
    ) -> CalibrationStatus {
        let name = category.name
        let isCancelled = { @Sendable in self.leaving.load(ordering: .relaxed) || stop.isRaised }
        do {
            // Taken out of the line before its turn came.
            if stop.isRaised { throw CancellationError() }
            let bench = try bench.get()
            if let notice = bench.ledger.notice { inbox.post(.failed(notice)) }
            // In its turn among the verdicts that are stored: nothing is read that the screen has been told is otherwise.
            try ledgerQueue.sync {
                let standing = try bench.ledger.standing(category: name)
                inbox.post(.verdicts(category: name, standing.mapValues { Opinion($0.verdict) }))
            }
            inbox.post(.study(.agreement(category: name, try bench.ledger.agreement(category: name))))
            let total = category.calibrationParts.count
            let ready = try bench.prepare(
                category, reuse: reuse,
                progress: { share in
                    let done = Int((share * Double(total)).rounded(.down))
                    self.inbox.post(.calibration(category: name, .running(done: done, of: total)))
                }, isCancelled: isCancelled)
            for line in ready.skipped { inbox.post(.failed("\(line) (left out of the calibration)")) }
            inspections.set(ready, bench: bench, category: name)
            inbox.post(.threshold(category: name, ready.threshold))
            try tuning.post(ready, category: name, ledger: bench.ledger)
            logger.info("ready", metadata: ["category": "\(name)", "calibration": "\(ready.digest.short)"])
            return .ready
        } catch is CancellationError {
            return .missing
        } catch {
            logger.error("not calibrated", metadata: ["category": "\(name)", "reason": "\(error)"])
            return .failed("\(error)")
        }
    }

    // MARK: Ledger

    private func record(_ judgement: Judgement) {
        // What it was given under, not what may be in force when its turn comes.
        let calibration = inspections.digest(judgement.category)
        ledgerQueue.async { [self] in
            do {
                let standing = try verdicts.store(judgement, calibration: calibration)
                inbox.post(.recorded(id: judgement.id, standing: standing))
            } catch {
                inbox.post(.notRecorded(id: judgement.id, "\(error)", standing: verdicts.standing(judgement)))
            }
        }
    }

    private func commit(_ value: Float, _ reason: String, _ category: String) {
        let calibration = inspections.digest(category)
        ledgerQueue.async { [self] in
            do {
                let threshold = Threshold(value: value, author: setup.author, time: Date(), reason: reason)
                try bench.get().ledger.set(threshold, category: category, calibration: calibration)
                inbox.post(.threshold(category: category, threshold))
            } catch {
                inbox.post(.thresholdRefused(category: category, "\(error)"))
            }
        }
    }

    private func export(_ name: String?) {
        ledgerQueue.async { [self] in
            do {
                let bench = try bench.get()
                let table = VerdictTable(ledger: bench.ledger, store: bench.store, scores: bench.scores)
                let rows = try setup.categories.filter { name == nil || $0.name == name }.flatMap { category in
                    try table.rows(
                        category.name, inspections.findings(category), calibration: inspections.digest(category.name))
                }
                let path = try ExportPath.write(rows, category: name, home: setup.home)
                if !bench.ledger.isReadOnly {
                    try bench.ledger.noteExport(to: path, rows: rows.count, category: name, author: setup.author)
                }
                inbox.post(.exported(path, rows: rows.count))
            } catch {
                inbox.post(.failed("\(error)"))
            }
        }
    }
}
