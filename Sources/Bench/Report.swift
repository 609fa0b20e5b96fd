import Foundation

/// What one run has measured, and with what.
public struct Report: Sendable {
    public struct Conditions: Codable, Sendable {
        public let category: String
        public let files: Int
        public let calibrationParts: Int
        public let backbone: String
        public let networkPrecision: String
        public let storedPrecision: String
        public let input: String
        public let dimensions: Int
        public let threads: Int
    }

    public let machine: Machine
    public let conditions: Conditions
    public let rows: [Row]

    /// Measures subjects one after another. One that fails has a row that says why, and the others go on.
    /// - Parameters:
    ///   - setting: what to measure with.
    ///   - say: told a line at a time how far it is.
    /// - Throws: `CancellationError` when the programs that it started were ended from outside.
    public init(_ subjects: [Subject], _ setting: Setting, say: (String) -> Void) throws {
        machine = .current()
        let recipe = setting.recipe
        conditions = Conditions(
            category: setting.name, files: setting.files.count,
            calibrationParts: setting.category.calibrationParts.count, backbone: recipe.backbone,
            networkPrecision: recipe.networkPrecision, storedPrecision: recipe.precision.rawValue,
            input: "\(recipe.width)x\(recipe.height)", dimensions: recipe.channels.count, threads: setting.workers)
        var rows: [Row] = []
        for subject in subjects {
            do {
                rows += try subject.measure(setting) { say("\(subject.rawValue): \($0)") }
            } catch {
                if setting.children.areEnding { throw CancellationError() }
                say("\(subject.rawValue): failed: \(error)")
                rows.append(Row(subject, subject.meaning, ours: nil, target: .atLeast(0), note: "failed: \(error)"))
            }
        }
        self.rows = rows
    }

    /// Keys sorted, one row an object; `met` stands beside what it follows from.
    public func json() throws -> [UInt8] {
        struct Line: Encodable {
            let row: Row
            func encode(to encoder: any Encoder) throws {
                try row.encode(to: encoder)
                var container = encoder.container(keyedBy: Key.self)
                try container.encodeIfPresent(row.isMet, forKey: .met)
            }
            enum Key: String, CodingKey { case met }
        }
        struct Document: Encodable {
            let machine: Machine
            let conditions: Conditions
            let rows: [Line]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let document = Document(machine: machine, conditions: conditions, rows: rows.map(Line.init))
        return Array(try encoder.encode(document)) + [UInt8(ascii: "\n")]
    }
}
