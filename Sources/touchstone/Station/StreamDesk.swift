import Detectors
import Disk
import Dispatch
import Evaluation
import Foundation
import Inspection
import Network
import Raster
import Screens
import Synchronization
import SystemPackage

/// The stream of parts that the screen shows: begins it, hands on what is pressed, and posts its results in handfuls.
///
/// - `queue` (serial) begins and ends streams: reading a watch's journal takes a moment;
/// - `ledgerQueue` is the one that verdicts are written on, so that rows stand in the order in which things happened;
/// - scoring threads only leave their results in a `StreamMail`, which is emptied ten times a second.
final class StreamDesk: Sendable {
    private let home: Home
    private let author: String
    private let inbox: Inbox
    private let bench: LazyBench
    private let inspections: InspectionDesk
    private let ledgerQueue: DispatchQueue
    private let queue = DispatchQueue(label: "station.stream", qos: .userInitiated)
    private let pictureQueue = DispatchQueue(label: "station.stream.pictures", qos: .userInteractive)
    private let current = Mutex<Current?>(nil)
    /// The rows of alarms in the ledger.
    private let rows = Mutex<[StreamAlarm: Int64]>([:])

    private struct Current: Sendable {
        let request: StreamRequest
        let folder: FilePath
        let stream: StreamRun
        let detector: any Detector
        let known: KnownScores?
        let mail: StreamMail
        var isPosting: Bool { mail.isOpen }
    }

    init(
        setup: StationDesk.Setup, inbox: Inbox, bench: LazyBench, inspections: InspectionDesk,
        ledgerQueue: DispatchQueue
    ) {
        home = setup.home
        author = setup.author
        self.inbox = inbox
        self.bench = bench
        self.inspections = inspections
        self.ledgerQueue = ledgerQueue
    }

    func run(_ order: StreamOrder, _ category: (String) -> Inspection.Category?) {
        switch order {
        case .start(let request):
            let category = category(request.category)
            queue.async { [self] in start(request, category) }
        case .look(let run, let part): pictureQueue.async { [self] in look(at: part, run: run) }
        case .acknowledge(let alarms): acknowledge(alarms)
        // Behind the start, so that none is lost that comes while it begins.
        case .pause: forStream { $0.pause() }
        case .resume: forStream { $0.resume() }
        case .step: forStream { $0.step() }
        case .speed(let speed): forStream { $0.setSpeed(speed) }
        case .threshold(let value): forStream { $0.setThreshold(value) }
        case .stop: forStream { $0.stop() }
        }
    }

    /// Ends the stream. What is in flight of a watched folder is waited for a little: what is not through then comes up
    /// again in the next watch, as after a loss of power.
    func end() {
        guard let current = current.withLock({ $0 }) else { return }
        current.stream.stop()
        guard current.isPosting else { return }
        let ended = DispatchGroup()
        ended.enter()
        DispatchQueue.global().async {
            current.stream.wait()
            ended.leave()
        }
        _ = ended.wait(timeout: .now() + .milliseconds(current.request.isReplay ? 500 : 3000))
    }

    private func forStream(_ body: @escaping @Sendable (StreamRun) -> Void) {
        queue.async { [self] in if let stream = current.withLock({ $0?.stream }) { body(stream) } }
    }

    // MARK: Beginning

    private func start(_ request: StreamRequest, _ category: Inspection.Category?) {
        do {
            guard let category, let (ready, bench) = inspections.ready(category.name) else {
                throw Failure("\(request.category.printable) is not calibrated")
            }
            // The one before has ended as far as the screen knows; its last parts may still be on their way.
            current.withLock { $0 }?.stream.wait()
            // Somebody may have committed another one since the category was prepared.
            let live = try bench.ledger.threshold(category: category.name, calibration: ready.digest)
            let known = bench.known(ready.digest)
            let line = StreamLine(ready, category: category.name, threshold: live?.value, kept: known)
            let (source, folder, speed, waiting) = try source(request, category)
            var settings = StreamRun.Settings()
            settings.speed = speed
            settings.kept = StreamState.kept
            settings.givesWay = true
            let mail = StreamMail(request)
            let stream = StreamRun(source: source, line: line, settings: settings) { [self] event in
                for alarm in mail.hear(event) { raise(alarm, line, request) }
                if case .ended(let figures) = event { noteEnd(of: request, folder, figures) }
            }
            current.withLock {
                $0 = Current(
                    request: request, folder: folder, stream: stream, detector: ready.calibration.detector,
                    known: known, mail: mail)
            }
            // First, as a short one may be over before anything else is done.
            noteStart(of: request, folder)
            do {
                try stream.start()
            } catch {
                noteEnd(of: request, folder, StreamStatistics(), "could not begin: \(error)")
                throw error
            }
            inbox.post(
                .stream(
                    .began(
                        run: request.run, threshold: line.threshold,
                        centre: line.limits.map { $0.score($0.centre) }, waiting: waiting)))
            post(mail, of: stream)
        } catch {
            current.withLock { $0 = nil }
            inbox.post(.stream(.refused(run: request.run, "\(error)")))
        }
    }

    private func source(
        _ request: StreamRequest, _ category: Inspection.Category
    ) throws -> (any PartSource, FilePath, speed: Double, waiting: Int) {
        switch request.source {
        case .replay(let settings, let speed):
            return (Replay(category.parts, settings: settings), category.folder, speed, 0)
        case .watch(let folder, let settings):
            let folder =
                folder.string.hasPrefix("~/")
                ? FilePath(NSHomeDirectory()).appending(String(folder.string.dropFirst(2))) : folder
            let watch = try Watch(folder, category: category.name, home: home, settings: settings)
            return (watch, folder, 1, try watch.left())
        }
    }

    // MARK: Results

    /// Ten times a second, as long as it runs and has something to say.
    private func post(_ mail: StreamMail, of stream: StreamRun) {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + .milliseconds(100), repeating: .milliseconds(100), leeway: .milliseconds(20))
        timer.setEventHandler { [inbox] in
            let news = mail.empty(stream.statistics, failure: stream.failure.map { "\($0)" })
            for news in news { inbox.post(.stream(news)) }
            // The handler keeps the timer alive until it lets go of it here.
            if !mail.isOpen { timer.cancel() }
        }
        timer.resume()
    }

    private func look(at part: StreamPart, run: Int) {
        guard let current = current.withLock({ $0 }), current.request.run == run else { return }
        inbox.post(.stream(.picture(run: run, index: part.index, picture(of: part, current))))
    }

    private func picture(of part: StreamPart, _ current: Current) -> PartPicture {
        do {
            let bytes = try part.part.path.readAll(limit: DecodeLimits.standard.fileBytes)
            guard part.digest == nil || part.digest == SHA256Digest(hashing: bytes) else {
                return PartPicture(problem: "the file has changed since it came along")
            }
            let image = try Image.decode(bytes, name: part.part.path)
            return PartPicture(
                image, detector: current.detector, map: map(of: part, current),
                mask: (try? part.part.outline()) ?? nil)
        } catch {
            return PartPicture(problem: "\(error)")
        }
    }

    /// From the last results, or from what was scored at the station before. Nothing is scored for a look back.
    private func map(of part: StreamPart, _ current: Current) -> Plane? {
        let near = current.stream.results(last: current.stream.settings.keptGrids).first { $0.index == part.index }
        if case .scored(let anomaly)? = near?.finding.outcome, anomaly.grid != nil {
            return current.detector.map(of: anomaly)
        }
        guard let anomaly = part.digest.flatMap({ current.known?.anomaly($0) }) else { return nil }
        return current.detector.map(of: anomaly)
    }

    // MARK: Ledger

    private func inLedger(_ body: @escaping @Sendable (Ledger) throws -> Void) {
        ledgerQueue.async { [self] in
            do {
                let ledger = try bench.get().ledger
                guard !ledger.isReadOnly else { return }
                try body(ledger)
                inbox.post(.stream(.written))
            } catch {
                inbox.post(.failed("\(error)"))
            }
        }
    }

    private func noteStart(of request: StreamRequest, _ folder: FilePath) {
        inLedger { [author] ledger in
            try ledger.note(
                InspectionRun(source: request.kind, path: folder, text: request.summary), category: request.category,
                author: author)
        }
    }

    private func noteEnd(
        of request: StreamRequest, _ folder: FilePath, _ figures: StreamStatistics, _ problem: String? = nil
    ) {
        let text =
            problem
            ?? "\(figures.flagged) flagged, \(figures.notInspected) not inspected, \(figures.alarms) alarms"
        inLedger { [author] ledger in
            try ledger.note(
                InspectionRun(source: request.kind, path: folder, parts: figures.parts, text: text),
                category: request.category, author: author)
        }
    }

    private func raise(_ alarm: StreamAlarm, _ line: StreamLine, _ request: StreamRequest) {
        let score = alarm.score.map(\.fixed) ?? "–"
        let average = alarm.average.map { ", average \($0.fixed)" } ?? ""
        let text = "at part \(alarm.index + 1), \(alarm.name.printable): score \(score)\(average)"
        inLedger { [author, self] ledger in
            let row = try ledger.raise(alarm.kind.cause, text: text, category: alarm.category, author: author).row
            rows.withLock { $0[alarm] = row }
        }
    }

    private func acknowledge(_ alarms: [StreamAlarm]) {
        if let current = current.withLock({ $0 }), alarms.contains(where: { $0.run == current.request.run }) {
            current.stream.acknowledge()
        }
        ledgerQueue.async { [self] in
            var written: [StreamAlarm] = []
            for alarm in alarms {
                do {
                    let row = rows.withLock { $0[alarm] }
                    try bench.get().ledger.acknowledge(alarm: row, category: alarm.category, author: author)
                    rows.withLock { $0[alarm] = nil }
                    written.append(alarm)
                } catch {
                    inbox.post(.stream(.acknowledged([alarm], by: author, problem: "\(error)")))
                }
            }
            guard !written.isEmpty else { return }
            inbox.post(.stream(.acknowledged(written, by: author, problem: nil)))
            inbox.post(.stream(.written))
        }
    }
}

extension StreamRequest {
    fileprivate var kind: InspectionRun.Source { isReplay ? .replay : .watch }

    /// For the ledger: what it takes to run it again.
    fileprivate var summary: String {
        guard case .replay(let settings, _) = source else { return "" }
        var text = "rate \(settings.rate), jitter \(settings.jitter), seed \(settings.seed)"
        if settings.loops { text += ", loop" }
        if settings.shuffles { text += ", shuffled" }
        if let count = settings.count { text += ", \(count) parts" }
        return text
    }
}

extension ControlChart.Kind {
    fileprivate var cause: AlarmCause {
        switch self {
        case .drift: .drift
        case .rejects: .rejects
        }
    }
}
