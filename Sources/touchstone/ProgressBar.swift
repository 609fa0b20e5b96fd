import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A line on standard error that fills as work goes on; only on a terminal, and only for work that takes over a second.
final class ProgressBar {
    private let title: String
    private let start = ContinuousClock.now
    private var shown = false
    private var lastDrawn: ContinuousClock.Instant?
    private let isTerminal = isatty(STDERR_FILENO) == 1

    init(_ title: String) { self.title = title }

    /// - Parameter share: of the work, 0…1.
    func update(_ share: Double) {
        let now = ContinuousClock.now
        guard isTerminal, now - start > .seconds(1), now - (lastDrawn ?? start) > .milliseconds(100) else { return }
        lastDrawn = now
        shown = true
        let width = 24
        let full = Int((share * Double(width)).rounded())
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
        let elapsed = seconds(now - start)
        let left = share > 0.02 ? String(format: "%4.0f s left", elapsed * (1 - share) / share) : ""
        Diagnostics.write("\r\u{1B}[K\(title) \(bar) \(String(format: "%3.0f", share * 100)) % \(left)")
    }

    /// Takes the line away.
    func finish() {
        if shown { Diagnostics.write("\r\u{1B}[K") }
        shown = false
    }

    private func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}
