import Disk
import Foundation
import SystemPackage

/// One row of the ledger, as it was written and stays.
public struct LedgerEntry: Equatable, Sendable {
    public enum Event: Equatable, Sendable {
        /// A person judged a part.
        case verdict(GivenVerdict)
        /// A verdict was taken back: the one in row `row`, or, for `nil`, all that stood for the part.
        case withdrawal(part: SHA256Digest, row: Int64?)
        /// The category is flagged from `value` on.
        case threshold(value: Float, reason: String)
        /// Verdicts were written to a file.
        case export(path: FilePath, rows: Int)
    }

    /// 1, 2, 3, … without gaps.
    public let row: Int64
    /// UTC, to the millisecond.
    public let time: Date
    /// Who did it.
    public let author: String
    /// Name of the category; empty for an export of several.
    public let category: String
    public let event: Event
    /// SHA-256 over the hash of the row before and everything in this row.
    public let hash: SHA256Digest
}

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
    public let reason: String?
    /// The calibration that the score came from.
    public let calibration: SHA256Digest?

    public init(
        part: SHA256Digest, name: FilePath, path: FilePath, score: Float?, threshold: Float?, machine: MachineVerdict,
        human: HumanVerdict, reason: String? = nil, calibration: SHA256Digest? = nil
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
