import Evaluation
import Inspection
import Screens
import Synchronization

/// What a stream has to say, between the scoring threads that say it and the screen that takes it in handfuls.
final class StreamMail: Sendable {
    private let request: StreamRequest
    private let state = Mutex(State())

    private struct State: Sendable {
        var parts: [StreamPart] = []
        var alarms: [StreamAlarm] = []
        var words: [Screens.StreamNews] = []
        var figures = StreamStatistics()
        var end: StreamStatistics?
        var isOpen = true
    }

    init(_ request: StreamRequest) { self.request = request }

    /// Whether there may still be something in it.
    var isOpen: Bool { state.withLock { $0.isOpen } }

    /// - Returns: an alarm that is to be written down.
    func hear(_ event: StreamRun.Event) -> [StreamAlarm] {
        let run = request.run
        return state.withLock { state in
            switch event {
            case .result(let result):
                state.parts.append(StreamPart(result))
                // More than the screen keeps, it does not need; it counts without gaps, so the last ones go together.
                if state.parts.count > 2 * StreamState.kept {
                    state.parts.removeFirst(state.parts.count - StreamState.kept)
                }
            case .alarm(let kind, let result):
                let alarm = StreamAlarm(run: run, category: request.category, kind: kind, at: StreamPart(result))
                state.alarms.append(alarm)
                return [alarm]
            case .news(.note(let text)): state.words.append(.note(run: run, text))
            case .news(.trouble(let text)): state.words.append(.trouble(run: run, text))
            case .ended(let figures): state.end = figures
            }
            return []
        }
    }

    /// Everything since the last time; nothing where nothing has changed that can be seen.
    func empty(_ figures: StreamStatistics, failure: String?) -> [Screens.StreamNews] {
        let run = request.run
        return state.withLock { state in
            guard state.isOpen else { return [] }
            var news = state.words
            let seen = seen(figures)
            if !state.parts.isEmpty || !state.alarms.isEmpty || seen != state.figures {
                news.append(.progress(run: run, state.parts, alarms: state.alarms, seen))
            }
            if let end = state.end {
                news.append(.ended(run: run, self.seen(end), failure: failure))
                state.isOpen = false
            }
            state.parts = []
            state.alarms = []
            state.words = []
            state.figures = seen
            return news
        }
    }

    /// As finely as the screen shows it, so that what stands still on the screen is not drawn again.
    private func seen(_ figures: StreamStatistics) -> StreamStatistics {
        var figures = figures
        figures.rate = (figures.rate * 10).rounded() / 10
        figures.heldSeconds = (figures.heldSeconds * 10).rounded() / 10
        figures.clock = request.isReplay ? figures.clock.rounded(.down) : 0
        return figures
    }
}
