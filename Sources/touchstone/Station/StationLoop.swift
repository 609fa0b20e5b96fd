import Canvas
import Inspection
import Screens
import SystemPackage
import Terminal

/// The thread that owns the terminal: keys and news go in as actions, frames come out. It never reads a file, never
/// scores and never waits for anything but the next input.
final class StationLoop {
    private let screen: Screen
    private let inbox: Inbox
    private let desk: StationDesk
    private let memory: FilePath
    private var state: State
    /// What was handed out to be remembered last, and when.
    private var remembered: StationMemory.Visit?
    private var rememberedAt = 0.0
    private var leaving = false
    /// Something has changed since the last frame, of which the time is kept.
    private var isStale = false
    private var paintedAt = 0.0
    /// Seconds between two frames that nobody asked for.
    private static let newsInterval = 0.033
    /// Seconds that work in the background stands aside for one key at most.
    private static let longestAnswer = 0.05
    /// And once its frame is sent: the terminal has yet to read the end of it.
    private static let delivery = 0.002
    /// Seconds that what is typed without a pause may keep the screen waiting.
    private static let longestTaking = 0.1
    /// Seconds between two times that the place is written down.
    private static let memoryInterval = 2.0
    private let start = ContinuousClock.now

    /// - Parameter problems: what is wrong with the folder or the settings, to be told on the screen.
    init(_ screen: Screen, _ setup: StationDesk.Setup, root: FilePath, look: StationLook, problems: [String]) {
        self.screen = screen
        inbox = Inbox(wake: screen.wake)
        desk = StationDesk(setup, inbox: inbox)
        memory = setup.home.memory
        state = State(
            root: root, themes: look.themes, theme: look.theme, glyphs: look.glyphs, settings: look.settings,
            recheckSeed: .random(in: .min ... .max))
        act(.resized(screen.size))
        act(.opened(setup.categories))
        if let visit = look.visit { act(.restored(visit)) }
        if look.settings.mouse { act(.key(.function(8))) }
        remembered = state.visit
        for problem in problems { act(.failed(problem)) }
    }

    /// Runs until somebody leaves.
    /// - Returns: the exit code.
    func run() -> Int32 {
        paint()
        desk.begin()
        var code: Int32 = 0
        while !leaving {
            let input = screen.next(timeout: patience)
            if let input, input != .wake { code = answer(input) }
            if !leaving { takeNews() }
            remember(after: Self.memoryInterval)
        }
        remember(after: 0)
        // Everything acknowledged on the screen is on the disk before the screen goes.
        desk.end()
        screen.close()
        return code
    }

    /// A key is answered at once; news wait until its answer is on the screen. It is painted without asking whether
    /// anything has changed: whoever keeps the state to compare with makes every change to it a copy.
    /// - Returns: the exit code, should it have been the last one.
    private func answer(_ input: Input) -> Int32 {
        GivingWay.keepFree(seconds: Self.longestAnswer)
        act(.tick(now: seconds))
        var code = take(input)
        // What was typed meanwhile comes first, so that a held key never runs ahead of the screen.
        let begin = seconds
        while !leaving, seconds - begin < Self.longestTaking, let more = screen.next(timeout: .zero) {
            code = take(more)
        }
        if !leaving { paint() }
        GivingWay.keepFree(seconds: Self.delivery)
        return code
    }

    /// News may wait for each other, so that none is being drawn when a key comes.
    private func takeNews() {
        let before = state
        act(.tick(now: seconds))
        for action in inbox.take() { act(action) }
        if state != before { isStale = true }
        if isStale, seconds - paintedAt >= Self.newsInterval { paint() }
    }

    /// How long to wait for the next input: until the news that came has to be shown, until something fades, or until
    /// the place has to be written down.
    private var patience: Duration? {
        if isStale { return .seconds(max(0, paintedAt + Self.newsInterval - seconds)) }
        let tick: Duration? = state.wantsTick ? .milliseconds(state.count == nil ? 250 : 50) : nil
        guard state.visit != remembered else { return tick }
        let due = Duration.seconds(max(0, rememberedAt + Self.memoryInterval - seconds))
        return tick.map { min($0, due) } ?? due
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

    /// Where the person is is written down now and then, so that a crash takes little of it.
    private func remember(after seconds: Double) {
        guard self.seconds - rememberedAt >= seconds || leaving, state.visit != remembered else { return }
        remembered = state.visit
        rememberedAt = self.seconds
        desk.remember(state.visit, of: state.root, at: memory)
    }

    private func paint() {
        var capabilities = screen.capabilities
        capabilities.glyphChoice = state.glyphs
        if state.glyphs == .ascii { capabilities.unicode = false }
        screen.paint(view(state, size: screen.size, capabilities: capabilities, theme: state.theme))
        desk.isShowing(state.shownPicture)
        isStale = false
        paintedAt = seconds
    }
}
