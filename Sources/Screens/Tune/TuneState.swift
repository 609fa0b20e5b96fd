/// What the place Tune shows besides the category's own state.
public struct TuneState: Equatable, Sendable {
    public init() {}
}
