import Disk
import Foundation
import SystemPackage

/// A person's verdict on a part, with what the machine had said when it was given.
public struct GivenVerdict: Equatable, Sendable {
    /// SHA-256 of the part's file.
    public let part: SHA256Digest
    /// The part's path below its category, bytes as they are.
    public let name: FilePath
    /// Where the file was.
    public let path: FilePath
    /// `nil` where the part was NOT INSPECTED.
    public let score: Float?
    /// The live threshold at that time.
    public let threshold: Float?
    public let machine: MachineVerdict
    public let human: HumanVerdict
    /// A short word for why: "scratch".
    public let reason: String?
    /// The calibration that the score came from.
    public let calibration: SHA256Digest?
    /// Free text, which may hold anything, newlines and control characters too: show it through `.printable` only.
    public let note: String?
    /// Whether the part had come back unmarked, to see how far verdicts agree. Such a verdict never stands for the part.
    public let isRecheck: Bool
    /// How long the person looked, in seconds, not negative.
    public let seconds: Double?

    /// The longest note that the ledger takes, in Unicode scalars (so that its size on disk is bounded as well).
    public static let noteLimit = 2000

    /// Whether the ledger takes a note of this length.
    public static func fits(note: String) -> Bool { note.unicodeScalars.count <= noteLimit }

    public init(
        part: SHA256Digest, name: FilePath, path: FilePath, score: Float?, threshold: Float?, machine: MachineVerdict,
        human: HumanVerdict, reason: String? = nil, calibration: SHA256Digest? = nil, note: String? = nil,
        isRecheck: Bool = false, seconds: Double? = nil
    ) {
        self.part = part
        self.name = name
        self.path = path
        // Not a number is nothing measured; the database has no other way to say so.
        self.score = score.flatMap { $0.isNaN ? nil : $0 }
        self.threshold = threshold.flatMap { $0.isNaN ? nil : $0 }
        self.machine = machine
        self.human = human
        self.reason = reason
        self.calibration = calibration
        self.note = note.flatMap { $0.isEmpty ? nil : $0 }
        self.isRecheck = isRecheck
        self.seconds = seconds.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }
}

/// A verdict that stands, and who gave it when.
public struct StandingVerdict: Equatable, Sendable {
    /// Its row in the ledger: what `Ledger.withdraw(row:)` takes.
    public let row: Int64
    public let time: Date
    public let author: String
    public let verdict: GivenVerdict
}
