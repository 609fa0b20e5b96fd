import Detectors
import Disk

/// What came of inspecting one part.
public struct Finding: Equatable, Sendable {
    public enum Outcome: Equatable, Sendable {
        case scored(Anomaly)
        /// Why the part is NOT INSPECTED: one printable line.
        case failed(String)
    }
    public let part: Part
    /// SHA-256 of the file; `nil` where the file could not even be read.
    public let digest: SHA256Digest?
    public let outcome: Outcome

    public init(part: Part, digest: SHA256Digest?, outcome: Outcome) {
        self.part = part
        self.digest = digest
        self.outcome = outcome
    }

    /// The score, where there is one.
    public var score: Float? {
        if case .scored(let anomaly) = outcome { anomaly.score } else { nil }
    }

    public func verdict(threshold: Float) -> MachineVerdict {
        score.map { MachineVerdict(score: $0, threshold: threshold) } ?? .notInspected
    }
}
