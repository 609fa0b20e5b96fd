/// What the threshold made of a score. It is never overwritten by a person's verdict.
public enum MachineVerdict: String, Sendable, CaseIterable {
    case good = "GOOD"
    case reject = "REJECT"
    /// The part could not be read or scored. It is never taken for good.
    case notInspected = "NOT INSPECTED"

    /// A part is flagged when its score reaches the threshold: always `>=`.
    public init(score: Float, threshold: Float) {
        self = score >= threshold ? .reject : score < threshold ? .good : .notInspected
    }
}

/// What a person decided.
public enum HumanVerdict: String, Sendable, CaseIterable {
    case accept = "ACCEPT"
    case reject = "REJECT"
    case unsure = "UNSURE"
}
