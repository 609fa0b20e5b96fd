import Foundation

/// What the place Tune shows besides the category's own state.
public struct TuneState: Equatable, Sendable {
    /// Which threshold the arrows move.
    public enum Slider: String, Equatable, Sendable, CaseIterable {
        case score, pixel
    }

    public internal(set) var slider = Slider.score
    /// How many parts further down the list of scores than the one nearest to the draft the pictured part stands.
    public internal(set) var walk = 0
    /// The suggestion that was snapped to last, by its place in the list; `nil` once the draft has moved on.
    public internal(set) var snapped: Int?
    /// When today began: thresholds that a person has set since then count as tuned today.
    public internal(set) var today: Date?
    /// What is known of the shown category's scores, sorted out.
    var facts: TuneFacts?

    public init() {}
}
