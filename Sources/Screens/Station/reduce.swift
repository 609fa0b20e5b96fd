/// The next state, and what is to be done in the world. Pure: the same state and action give the same answer.
///
/// - Returns: effects for the executable to run, in order; it posts what came of them back as actions.
public func reduce(_ state: inout State, _ action: Action) -> [Effect] {
    var effects: [Effect]
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
        effects = []
    default:
        effects = state.hear(action)
    }
    state.refreshTune()
    effects += state.missingPictures()
    effects += state.missingLedgerRows()
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

    /// The pictures that the review needs and that nobody has asked for: the part's own, and its neighbours' once
    /// the queue has come to rest.
    mutating func missingPictures() -> [Effect] {
        guard place == .review || place == .tune, let line, line.count > 0 else { return [] }
        let pictured = place == .tune ? tunedPart ?? line.cursor : line.cursor
        pictures.touch(category: line.name, part: pictured)
        let position = line.queue.position(of: pictured)
        let isAlone = line.isInspecting || place == .tune
        let wanted = isAlone ? [position] : [position, position + 1, position + 2, position - 1]
        var effects: [Effect] = []
        for position in wanted where position >= 0 && position < line.count {
            let part = line.queue[position]
            let request = PictureRequest(
                category: line.name, part: part, path: line.category.parts[part].path, run: line.run,
                withMap: line.finding(part)?.score != nil)
            if pictures.ask(request) { effects.append(.loadPicture(request)) }
        }
        return effects
    }
}
