import Canvas
import Screens
import SystemPackage
import Terminal

/// The thread that owns the terminal: keys and news go in as actions, frames come out. It never reads a file, never
/// scores and never waits for anything but the next input.
final class StationLoop {
    private let screen: Screen
    private let inbox: Inbox
    private let desk: StationDesk
    private var state: State
    private var leaving = false
    private let start = ContinuousClock.now

    /// - Parameter problems: what is wrong with the folder, to be told on the screen.
    init(_ screen: Screen, _ setup: StationDesk.Setup, root: FilePath, problems: [String]) {
        self.screen = screen
        inbox = Inbox(wake: screen.wake)
        desk = StationDesk(setup, inbox: inbox)
        state = State(root: root)
        act(.resized(screen.size))
        act(.opened(setup.categories))
        for problem in problems { act(.failed(problem)) }
    }

    /// Runs until somebody leaves.
    /// - Returns: the exit code.
    func run() -> Int32 {
        paint()
        desk.begin()
        var code: Int32 = 0
        while !leaving {
            let input = screen.next(timeout: state.wantsTick ? .milliseconds(250) : nil)
            let before = state
            act(.tick(now: seconds))
            code = take(input)
            // What was typed meanwhile comes first, so that a held key never runs ahead of the screen.
            while !leaving, let more = screen.next(timeout: .zero) { code = take(more) }
            for action in inbox.take() { act(action) }
            if state != before || input == nil { paint() }
        }
        // Everything acknowledged on the screen is on the disk before the screen goes.
        desk.end()
        screen.close()
        return code
    }

    private var seconds: Double {
        let passed = (ContinuousClock.now - start).components
        return Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
    }

    private func take(_ input: Input?) -> Int32 {
        switch input {
        case .key(let key): act(.key(key))
        case .mouse(let press): act(.mouse(press))
        case .resize(let size): act(.resized(size))
        case .stop(let reason):
            leaving = true
            return reason == .interrupt ? 130 : 143
        case .wake, nil: break
        }
        return 0
    }

    private func act(_ action: Action) {
        for effect in reduce(&state, action) {
            switch effect {
            case .quit: leaving = true
            case .hearMouse(let isHeard): screen.setMouse(isHeard)
            default: desk.run(effect)
            }
        }
    }

    private func paint() {
        screen.paint(view(state, size: screen.size, capabilities: screen.capabilities, theme: state.theme))
    }
}
