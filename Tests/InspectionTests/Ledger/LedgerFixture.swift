import Disk
import Foundation
import GRDB
import Inspection
import SystemPackage

func digest(_ text: String) -> SHA256Digest { SHA256Digest(hashing: Array(text.utf8)) }

func given(
    _ part: String, _ human: HumanVerdict, score: Float? = 1.5, reason: String? = nil, note: String? = nil,
    isRecheck: Bool = false, seconds: Double? = nil
) -> GivenVerdict {
    GivenVerdict(
        part: digest(part), name: FilePath("test/\(part).png"), path: FilePath("/parts/test/\(part).png"), score: score,
        threshold: 2, machine: score == nil ? .notInspected : .good, human: human, reason: reason,
        calibration: digest("calibration"), note: note, isRecheck: isRecheck, seconds: seconds)
}

/// Writes to a ledger's file behind Touchstone's back.
func tamper(_ path: FilePath, _ sql: String) throws {
    let queue = try DatabaseQueue(path: path.string)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
}
