import Foundation
import Network
import Pretraining
import Screens
import Synchronization

/// Shows a training while it goes: drawn in place on a terminal, a line now and then elsewhere.
final class TrainingProgress {
    /// What is said in the last row; also from a signal's thread.
    final class Notice: Sendable {
        private let text = Mutex("Ctrl-C finishes the step, saves the state and says how to go on")
        var current: String { text.withLock { $0 } }
        func set(_ new: String) { text.withLock { $0 = new } }
    }

    private var view: TrainingView
    private var live: LiveLines?
    private let notice: Notice
    private let batch: Int
    private var lastShown: ContinuousClock.Instant?
    /// Seconds of the last steps, for a speed that follows what the machine does now.
    private var recent: [Double] = []
    private var lastStep = ContinuousClock.now
    private var shares = [0.0, 0.0, 0.0]

    /// - Parameter live: where to draw; nil for plain lines.
    init(_ run: PretrainingRun, live: LiveLines?, notice: Notice) {
        let recipe = run.recipe
        view = TrainingView(
            title: "\(recipe.name): \(recipe.task.rawValue), \(recipe.architecture) \(recipe.size)×\(recipe.size), "
                + "batch \(recipe.batch), \(recipe.precision.rawValue)", terms: run.terms, steps: recipe.steps,
            notice: notice.current)
        self.live = live
        self.notice = notice
        batch = recipe.batch
        for (index, terms) in run.history.enumerated() {
            for (term, value) in terms.enumerated() { view.curves[term].add(value, step: index + 1) }
        }
    }

    func add(_ report: PretrainingRun.Report) {
        let now = ContinuousClock.now
        recent.append((now - lastStep).seconds)
        lastStep = now
        if recent.count > 50 { recent.removeFirst() }
        let seconds = recent.reduce(0, +) / Double(recent.count)
        view.step = report.step
        view.rate = report.rate
        view.examplesPerSecond = seconds > 0 ? Double(batch) / seconds : 0
        view.secondsLeft = recent.count >= 3 ? seconds * Double(view.steps - report.step) : nil
        for (term, value) in report.terms.enumerated() { view.curves[term].add(value, step: report.step) }
        let times = report.outcome.times
        shares[0] += times.batch
        shares[1] += times.forward + times.losses + times.backward
        shares[2] += times.update
        let all = shares.reduce(0, +)
        if all > 0 {
            view.shares = zip(["batches", "network", "optimiser"], shares).map { TrainingView.Share($0, $1 / all) }
        }
        view.notice = notice.current
        show(now)
    }

    /// The last figures once more, to stay.
    func finish() {
        guard view.step > 0 else { return }
        view.notice = ""
        draw()
        live?.finish()
        if live == nil { Diagnostics.note(view.line) }
    }

    private func show(_ now: ContinuousClock.Instant) {
        let pause: Duration = live == nil ? .seconds(10) : .milliseconds(100)
        if let lastShown, now - lastShown < pause { return }
        lastShown = now
        if live == nil { Diagnostics.note(view.line) } else { draw() }
    }

    private func draw() {
        let view = view
        live?.draw { size, theme, capabilities in
            view.frame(view.size(in: size), theme: theme, capabilities: capabilities)
        }
    }
}

extension Duration {
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
