import Disk
internal import TOMLKit

/// A TOML file (toml.io, version 1.0) with the lines its keys stand on, so that what is wrong with a value can be said
/// with its line.
public struct TOMLDocument: Sendable {
    public let root: [String: TOMLItem]
    private let keys: TOMLKeys

    /// The longest file that is read: 64 KB.
    public static let limit = 1 << 16

    /// - Throws: `TOMLProblem` with the line of what is no TOML, no UTF-8, or too long.
    public init(_ bytes: [UInt8]) throws(TOMLProblem) {
        guard bytes.count <= Self.limit else {
            throw TOMLProblem(line: nil, "\(bytes.count) bytes are over the limit of \(Self.limit); shorten it")
        }
        let text = try Self.text(bytes)
        keys = try TOMLKeys(bytes)
        do {
            let table = try TOMLTable(string: text)
            // Values point into the table that owns them, so it has to outlive their copying.
            root = try withExtendedLifetime(table) { try Self.items(table, depth: 0) }
        } catch let problem as TOMLProblem {
            throw problem
        } catch let error as TOMLParseError {
            throw TOMLProblem(line: error.source.begin.line, Self.plain(error.description))
        } catch {
            throw TOMLProblem(line: nil, "\(error)")
        }
    }

    /// The line, from 1, on which the value at `path` begins; for one inside a value, the line of that.
    public func line(_ path: String...) -> Int? { keys.line(path) }
    public func line(_ path: [String]) -> Int? { keys.line(path) }

    private static func text(_ bytes: [UInt8]) throws(TOMLProblem) -> String {
        // Zeros would end the text early in C, without a word.
        if let zero = bytes.firstIndex(of: 0) {
            throw TOMLProblem(line: lineNumber(of: zero, in: bytes), "holds a zero byte; remove it")
        }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var line = 1
        for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if String(validating: part, as: UTF8.self) == nil { break }
            line += 1
        }
        throw TOMLProblem(line: line, "is not UTF-8; save the file in that encoding")
    }

    private static func lineNumber(of index: Int, in bytes: [UInt8]) -> Int {
        bytes[..<index].count { $0 == UInt8(ascii: "\n") } + 1
    }

    /// "Error while parsing string: it is not closed" → "it is not closed".
    private static func plain(_ description: String) -> String {
        guard description.hasPrefix("Error while parsing"), let colon = description.firstIndex(of: ":") else {
            return description
        }
        return description[description.index(after: colon)...].drop { $0 == " " }.prefix(200).description
    }

    private static func items(_ table: TOMLTable, depth: Int) throws(TOMLProblem) -> [String: TOMLItem] {
        var items: [String: TOMLItem] = [:]
        for key in table.keys {
            guard let value = table[key] else { continue }
            items[key] = try item(value.tomlValue, depth: depth + 1)
        }
        return items
    }

    private static func item(_ value: TOMLValue, depth: Int) throws(TOMLProblem) -> TOMLItem {
        guard depth <= 32 else { throw TOMLProblem(line: nil, "values lie more than 32 deep in each other") }
        if let table = value.table { return .table(try items(table, depth: depth)) }
        if let array = value.array {
            var list: [TOMLItem] = []
            for index in 0..<array.count { list.append(try item(array[index].tomlValue, depth: depth + 1)) }
            return .list(list)
        }
        if let text = value.string { return .string(text) }
        if let flag = value.bool { return .flag(flag) }
        if let integer = value.int { return .integer(integer) }
        if let number = value.double { return .number(number) }
        return .moment
    }
}
