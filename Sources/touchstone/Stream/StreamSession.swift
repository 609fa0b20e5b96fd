import ArgumentParser
import Evaluation
import Foundation
import Inspection
import Synchronization

/// A stream without a screen, from its start to its exit code.
struct StreamSession {
    let run: StreamRun
    let report: StreamReport
    let interrupt: Interrupt
    private let ended: Ended

    private final class Ended: Sendable {
        let statistics = Mutex<StreamStatistics?>(nil)
    }

    init(source: any PartSource, line: StreamLine, table: sending StreamTable?, speed: Double = 1) {
        let report = StreamReport(table)
        let ended = Ended()
        (self.report, self.ended, interrupt) = (report, ended, Interrupt())
        var settings = StreamRun.Settings()
        settings.speed = speed
        // Nobody is there to do it; each alarm is a line on standard error.
        settings.acknowledgesItself = true
        run = StreamRun(source: source, line: line, settings: settings) { event in
            if case .ended(let statistics) = event { ended.statistics.withLock { $0 = statistics } }
            try report.hear(event)
        }
    }

    /// Runs until the source ends or somebody interrupts.
    /// - Parameter meanwhile: called now and then.
    /// - Throws: `ExitCode` as the other commands.
    func execute(meanwhile: (StreamRun) -> Void = { _ in }) throws {
        try run.start()
        while ended.statistics.withLock({ $0 == nil }) {
            usleep(50_000)
            if interrupt.isRaised { run.stop() }
            report.show(run.statistics)
            meanwhile(run)
        }
        run.wait()
        guard let end = ended.statistics.withLock({ $0 }) else { return }
        Diagnostics.note(StreamReport.summary(end, isSimulated: run.source.isSimulated))
        if run.failure != nil { throw ExitCode(2) }
        if interrupt.isRaised { throw ExitCode(interrupt.code) }
        if end.notInspected > 0 { throw ExitCode(end.notInspected == end.parts ? 2 : 1) }
    }
}

extension ControlChart.Kind {
    var sentence: String {
        switch self {
        case .drift: "scores drift: their moving average has left its limits"
        case .rejects: "a run of parts that are not good"
        }
    }
}
