import Disk
import Foundation
import Inspection
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// What a stream without a screen says: a row or a line for each part on standard output, how it goes on standard
/// error.
final class StreamReport: Sendable {
    private let output: Mutex<Output>
    /// Lines for people and the status would write over each other.
    private let showsStatus: Bool

    // A table belongs to whoever holds the lock.
    private struct Output: @unchecked Sendable {
        let table: StreamTable?
        /// The last row of an earlier run, until the first result has been compared with it.
        var earlier: String?
    }

    /// - Parameter table: `nil` for lines for people.
    init(_ table: sending StreamTable?) {
        let printsHere = table == nil || table?.isStandardOutput == true
        showsStatus = isatty(STDERR_FILENO) == 1 && !(printsHere && isatty(STDOUT_FILENO) == 1)
        output = Mutex(Output(table: table, earlier: table?.lastLine))
    }

    /// - Throws: where it cannot be written.
    func hear(_ event: StreamRun.Event) throws {
        switch event {
        case .result(let result): try write(result)
        case .alarm(let kind, let result): note("ALARM at \(result.part.path.printable): \(kind.sentence)")
        case .news(.note(let line)), .news(.trouble(let line)): note(line)
        case .ended: clear()
        }
    }

    /// How it goes, in place; called now and then.
    func show(_ now: StreamStatistics) {
        guard showsStatus, now.parts > 0 else { return }
        let spilled = now.backlog.spilled > 0 ? " (\(now.backlog.spilled) on disk)" : ""
        Diagnostics.write(
            "\r\u{1B}[K\(now.parts) parts, \(String(format: "%.1f", now.rate))/s, queue \(now.queueDepth)\(spilled), "
                + "\(now.flagged) flagged, \(now.notInspected) not inspected, \(Self.latency(now))")
    }

    static func summary(_ end: StreamStatistics, isSimulated: Bool) -> String {
        var line =
            "\(end.parts) parts, \(end.flagged) flagged, \(end.notInspected) not inspected, \(end.alarms) alarms; "
        line += "\(latency(end)); dropped \(end.dropped)"
        if isSimulated {
            line += String(format: "; %.1f s of the line", end.clock)
            if end.holds > 0 {
                line += String(
                    format: ", which waited %d times for the machine, %.1f s in all", end.holds, end.heldSeconds)
            }
        } else if end.queueDepth > 0 {
            line += "; \(end.queueDepth) still wait and are inspected by the next watch"
        }
        return line
    }

    private static func latency(_ figures: StreamStatistics) -> String {
        guard let half = figures.latency50, let most = figures.latency95 else { return "p50 –, p95 –" }
        return String(format: "p50 %.0f ms, p95 %.0f ms", half * 1000, most * 1000)
    }

    private func write(_ result: StreamResult) throws {
        try output.withLock { output in
            let row = StreamRow(result)
            defer { output.earlier = nil }
            guard let table = output.table else { return try StandardOutput.write(Self.line(result)) }
            // Killed between a row and its mark in the journal: the row is there already.
            if let earlier = output.earlier, row.isAboutSamePart(as: earlier) { return }
            try table.write(row.csv)
        }
    }

    private static func line(_ result: StreamResult) -> String {
        let score = result.score.map { String(format: "%.3f", $0) } ?? "–"
        let verdict = result.verdict.rawValue.padding(toLength: 13, withPad: " ", startingAt: 0)
        var line = String(format: "%10.3f s  ", result.arrival) + verdict
        line += String(repeating: " ", count: max(0, 9 - score.count)) + score
        line += "  \(result.part.name.printable)"
        if let error = StreamRow(result).error { line += "  (\(error))" }
        return line + "\n"
    }

    private func note(_ line: String) {
        clear()
        Diagnostics.note(line)
    }

    private func clear() { if showsStatus { Diagnostics.write("\r\u{1B}[K") } }
}
