import Screens
import Synchronization
import Terminal

/// News for the screen's thread, from any other.
final class Inbox: Sendable {
    private let actions = Mutex<[Action]>([])
    private let wake: Wake

    init(wake: Wake) { self.wake = wake }

    func post(_ action: Action) {
        actions.withLock { $0.append(action) }
        wake.signal()
    }

    /// Everything that has come since the last time.
    func take() -> [Action] {
        actions.withLock { actions in
            defer { actions = [] }
            return actions
        }
    }
}
