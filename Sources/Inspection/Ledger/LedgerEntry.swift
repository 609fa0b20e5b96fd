import Disk
import Foundation
import SystemPackage

/// One row of the ledger, as it was written and stays.
public struct LedgerEntry: Equatable, Sendable {
    /// What a row is about. The raw values are in the file, so they stay what they are.
    public enum Kind: String, CaseIterable, Sendable {
        case verdict, recheck, withdrawal, threshold, pixelThreshold, export, alarm, acknowledgement, run
    }

    public enum Event: Equatable, Sendable {
        /// A person judged a part.
        case verdict(GivenVerdict)
        /// A person judged a part again without knowing. It replaces nothing.
        case recheck(GivenVerdict)
        /// A verdict was taken back: the one in row `row`, or, for `nil`, all that stood for the part.
        case withdrawal(part: SHA256Digest, row: Int64?)
        /// A threshold became the live one.
        case threshold(ThresholdEntry)
        /// Verdicts were written to a file.
        case export(path: FilePath, rows: Int)
        /// Something about the line asks for a person.
        case alarm(AlarmCause, text: String)
        /// Somebody has seen the alarm in row `row`, or, for `nil`, all that were raised before.
        case acknowledgement(row: Int64?, text: String)
        /// A line of parts began to run, or ended.
        case run(InspectionRun)
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

    public init(
        row: Int64, time: Date, author: String, category: String, event: Event, hash: SHA256Digest
    ) {
        self.row = row
        self.time = time
        self.author = author
        self.category = category
        self.event = event
        self.hash = hash
    }

    public var kind: Kind {
        switch event {
        case .verdict: .verdict
        case .recheck: .recheck
        case .withdrawal: .withdrawal
        case .threshold(let entry): entry.kind == .image ? .threshold : .pixelThreshold
        case .export: .export
        case .alarm: .alarm
        case .acknowledgement: .acknowledgement
        case .run: .run
        }
    }
}

/// A threshold as the ledger has it, with the one that it took the place of.
public struct ThresholdEntry: Equatable, Sendable {
    public enum Kind: Sendable {
        /// Parts are flagged from this score on.
        case image
        /// Pixels of a map belong to a region from this distance on.
        case pixel
    }

    public let kind: Kind
    public let value: Float
    /// What it was before, for the same category and calibration; `nil` for the first.
    public let previous: Float?
    public let reason: String
    /// Whose scores it is for.
    public let calibration: SHA256Digest?

    public init(kind: Kind, value: Float, previous: Float?, reason: String, calibration: SHA256Digest?) {
        self.kind = kind
        self.value = value
        self.previous = previous
        self.reason = reason
        self.calibration = calibration
    }
}

/// Why a line asks for a person. The raw values are in the file.
public enum AlarmCause: String, CaseIterable, Sendable {
    case drift
    case rejects = "run of rejects"
}

/// A note that parts began to run along a line, or that this ended.
public struct InspectionRun: Equatable, Sendable {
    /// Where the parts come from. The raw values are in the file.
    public enum Source: String, Sendable {
        case replay, watch
    }

    public let source: Source
    /// The folder.
    public let path: FilePath
    /// How many parts were inspected; `nil` at the start.
    public let parts: Int?
    /// What else there is to say: seed and rate, or the counts.
    public let text: String

    public var hasEnded: Bool { parts != nil }

    public init(source: Source, path: FilePath, parts: Int? = nil, text: String = "") {
        self.source = source
        self.path = path
        self.parts = parts
        self.text = text
    }
}
