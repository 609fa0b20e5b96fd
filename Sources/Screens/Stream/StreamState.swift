/// What the place Stream shows besides the category's own state.
public struct StreamState: Equatable, Sendable {
    public init() {}

    /// Something on the screen changes with time alone.
    public var wantsTick: Bool { false }
}
