import Disk
import Foundation

/// Entries as JSON. Names are `.printable`; reasons and notes are as they were typed, with whatever a terminal would
/// obey or hide written as `\u` escapes.
public enum LedgerJSON {
    private struct Record: Encodable {
        var row: Int64
        var time: String
        var author: String
        var category: String
        var kind: String
        var part: String?
        var name: String?
        var path: String?
        var score: Float?
        var threshold: Float?
        var previous: Float?
        var machineVerdict: String?
        var humanVerdict: String?
        var reason: String?
        var note: String?
        var seconds: Double?
        var calibration: String?
        var refersTo: Int64?
        var count: Int?
        var hash: String
    }

    public static func text(_ entries: [LedgerEntry]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let lines = try entries.map { safe(String(decoding: try encoder.encode(record($0)), as: UTF8.self)) }
        return lines.isEmpty ? "[]\n" : "[\n\(lines.joined(separator: ",\n"))\n]\n"
    }

    private static func record(_ entry: LedgerEntry) -> Record {
        var record = Record(
            row: entry.row, time: Timestamp.text(entry.time), author: entry.author, category: entry.category,
            kind: entry.kind.rawValue, hash: entry.hash.description)
        switch entry.event {
        case .verdict(let verdict), .recheck(let verdict):
            record.part = verdict.part.description
            record.name = verdict.name.printable
            record.path = verdict.path.printable
            record.score = verdict.score
            record.threshold = verdict.threshold
            record.machineVerdict = verdict.machine.rawValue
            record.humanVerdict = verdict.human.rawValue
            record.reason = verdict.reason
            record.note = verdict.note
            record.seconds = verdict.seconds
            record.calibration = verdict.calibration?.description
        case .withdrawal(let part, let row):
            record.part = part.description
            record.refersTo = row
        case .threshold(let threshold):
            record.threshold = threshold.value
            record.previous = threshold.previous
            record.reason = threshold.reason
            record.calibration = threshold.calibration?.description
        case .export(let path, let rows):
            record.path = path.printable
            record.count = rows
        case .alarm(let cause, let text):
            record.reason = cause.rawValue
            record.note = text
        case .acknowledgement(let row, let text):
            record.refersTo = row
            record.note = text
        case .run(let run):
            record.reason = run.source.rawValue
            record.path = run.path.printable
            record.count = run.parts
            record.note = run.text
        }
        return record
    }

    private static func safe(_ json: String) -> String {
        var out = ""
        for scalar in json.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
