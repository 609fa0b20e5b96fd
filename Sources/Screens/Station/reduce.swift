/// The next state, and what is to be done in the world. Pure: the same state and action give the same answer.
///
/// - Returns: effects for the executable to run, in order; it posts what came of them back as actions.
public func reduce(_ state: inout State, _ action: Action) -> [Effect] {
    var effects: [Effect]
    let seen = state.onScreen
    switch action {
    case .key(let key):
        effects = state.press(key)
    case .mouse(let press):
        effects = state.take(press)
    case .resized(let size):
        state.size = size
        effects = []
    case .tick(let now):
        state.now = max(state.now, now)
        state.notices.fade(now: state.now)
        effects = state.settleCount()
    default:
        effects = state.hear(action)
    }
    if state.onScreen != seen { state.lookAtAnother() }
    state.refreshTune()
    effects += state.missingPictures()
    effects += state.missingLedgerRows()
    effects += state.streamThreshold()
    effects += state.missingStreamPicture()
    state.scoringRequests += effects.count { $0.scores }
    return effects
}

extension State {
    /// Which part of the keymap holds.
    public var context: Context {
        switch sheet {
        case .help: .help
        case .quitQuestion: .quitQuestion
        case .prompt: .prompt
        case .palette, .themes: .choice
        case nil: place.context
        }
    }

    mutating func tell(_ text: String) { notices.tell(text, now: now) }
}
