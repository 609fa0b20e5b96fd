import Disk
import SystemPackage
import TOML

/// Reads keys of a recipe's tables and remembers which there are, so that what is none can be told.
struct RecipeReader {
    let document: TOMLDocument
    let file: FilePath
    /// Tables and keys that were asked for, in that order.
    private var known: [[String]] = []

    init(_ file: FilePath) throws(PretrainingError) {
        self.file = file
        do {
            document = try TOMLDocument(try file.readAll(limit: TOMLDocument.limit))
        } catch let problem as TOMLProblem {
            throw PretrainingError(
                .recipe, file.printable + (problem.line.map { ":\($0)" } ?? ""), problem.message)
        } catch let error as DiskError {
            throw PretrainingError(.recipe, file, error.message)
        } catch {
            throw PretrainingError(.recipe, file, "\(error)".printable)
        }
    }

    func problem(_ path: [String], _ message: String) -> PretrainingError {
        PretrainingError(
            .recipe, file.printable + (document.line(path).map { ":\($0)" } ?? ""), message.printable)
    }

    mutating func text(_ path: String...) throws(PretrainingError) -> String? {
        guard let item = try item(path) else { return nil }
        guard case .string(let text) = item else {
            throw problem(path, "\(Self.name(path)) is \(item.kind); write a text in \"quotes\"")
        }
        return try checked(text, path)
    }

    /// One of the values of `Choice`.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ path: String..., of: Choice.Type
    ) throws(PretrainingError) -> Choice? {
        let words = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        guard let item = try item(path) else { return nil }
        guard case .string(let word) = item else {
            throw problem(path, "\(Self.name(path)) is \(item.kind); write one of \(words)")
        }
        guard let choice = Choice(rawValue: word) else {
            throw problem(path, "\(Self.name(path)) cannot be \"\(word.prefix(40))\"; write one of \(words)")
        }
        return choice
    }

    mutating func whole(_ path: String..., in range: ClosedRange<Int>) throws(PretrainingError) -> Int? {
        guard let item = try item(path) else { return nil }
        let wanted = "write a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard case .integer(let value) = item else {
            throw problem(path, "\(Self.name(path)) is \(item.kind); \(wanted)")
        }
        guard range.contains(value) else { throw problem(path, "\(Self.name(path)) is \(value); \(wanted)") }
        return value
    }

    /// - Parameter wanted: what is, as in "a rate above 0, such as 0.001".
    mutating func number(
        _ path: String..., wanted: String, where isFit: (Double) -> Bool
    ) throws(PretrainingError) -> Double? {
        guard let item = try item(path) else { return nil }
        let value: Double
        switch item {
        case .number(let number): value = number
        case .integer(let integer): value = Double(integer)
        default: throw problem(path, "\(Self.name(path)) is \(item.kind); write \(wanted)")
        }
        guard value.isFinite, isFit(value) else {
            throw problem(path, "\(Self.name(path)) is \(value); write \(wanted)")
        }
        return value
    }

    mutating func flag(_ path: String...) throws(PretrainingError) -> Bool? {
        guard let item = try item(path) else { return nil }
        guard case .flag(let flag) = item else {
            throw problem(path, "\(Self.name(path)) is \(item.kind); write true or false")
        }
        return flag
    }

    /// Texts, or one text that stands for a list of it.
    mutating func texts(_ path: String...) throws(PretrainingError) -> [String]? {
        guard let item = try item(path) else { return nil }
        let wanted = "write a folder in \"quotes\", or a list of them"
        switch item {
        case .string(let text): return [try checked(text, path)]
        case .list(let list) where !list.isEmpty:
            var texts: [String] = []
            for item in list {
                guard case .string(let text) = item else {
                    throw problem(path, "\(Self.name(path)) holds \(item.kind); \(wanted)")
                }
                guard !texts.contains(text) else {
                    throw problem(path, "\(Self.name(path)) names \"\(text)\" twice; once is enough")
                }
                texts.append(try checked(text, path))
            }
            return texts
        default:
            throw problem(path, "\(Self.name(path)) is \(item == .list([]) ? "an empty list" : item.kind); \(wanted)")
        }
    }

    mutating func wholes(_ path: String...) throws(PretrainingError) -> [Int]? {
        guard let item = try item(path) else { return nil }
        let wanted = "write a list of rising steps, such as [1000, 2000]"
        guard case .list(let list) = item else {
            throw problem(path, "\(Self.name(path)) is \(item.kind); \(wanted)")
        }
        var values: [Int] = []
        for item in list {
            guard case .integer(let value) = item, value > values.last ?? 0 else {
                throw problem(path, "\(Self.name(path)) does not hold rising whole numbers; \(wanted)")
            }
            values.append(value)
        }
        return values
    }

    /// Two numbers, the lower one first.
    mutating func range(_ path: String...) throws(PretrainingError) -> ClosedRange<Double>? {
        guard let item = try item(path) else { return nil }
        var ends: [Double] = []
        if case .list(let list) = item {
            for item in list {
                switch item {
                case .number(let number): ends.append(number)
                case .integer(let integer): ends.append(Double(integer))
                default: ends.append(.nan)
                }
            }
        }
        guard ends.count == 2, ends.allSatisfy(\.isFinite), ends[0] <= ends[1] else {
            throw problem(
                path, "\(Self.name(path)) is no range; write two numbers, the lower one first, such as [0.1, 0.5]")
        }
        return ends[0]...ends[1]
    }

    /// - Throws: for the first key, by its line, that nobody asked for.
    func finish() throws(PretrainingError) {
        var strays: [(path: [String], line: Int)] = []
        for (key, item) in document.root {
            if case .table(let table) = item, known.contains(where: { $0.count > 1 && $0[0] == key }) {
                for inner in table.keys where !known.contains([key, inner]) {
                    strays.append(([key, inner], document.line([key, inner]) ?? 0))
                }
            } else if !known.contains([key]) {
                strays.append(([key], document.line([key]) ?? 0))
            }
        }
        guard let first = strays.min(by: { ($0.line, $0.path.joined()) < ($1.line, $1.path.joined()) })?.path else {
            return
        }
        let table = first.dropLast()
        let beside = known.filter { $0.dropLast() == table }.compactMap(\.last)
        let tables = first.count == 1 ? known.filter { $0.count > 1 }.map { "[\($0[0])]" } : []
        var there: [String] = []
        for word in beside + tables where !there.contains(word) { there.append(word) }
        throw problem(
            first, "there is no \(Self.name(first).prefix(60)) here; there are \(there.joined(separator: ", "))")
    }

    private mutating func item(_ path: [String]) throws(PretrainingError) -> TOMLItem? {
        known.append(path)
        var table = document.root
        for key in path.dropLast() {
            switch table[key] {
            case nil: return nil
            case .table(let inner)?: table = inner
            case let item?: throw problem([key], "\(key) is \(item.kind); it is a table: write [\(key)] over its keys")
            }
        }
        return path.last.flatMap { table[$0] }
    }

    /// Whether it can go to a terminal, and into a file of one line each, as it is.
    private func checked(_ text: String, _ path: [String]) throws(PretrainingError) -> String {
        guard (1...500).contains(text.count), !text.allSatisfy(\.isWhitespace),
            text.printable.replacing("\\\\", with: "\\") == text
        else { throw problem(path, "\(Self.name(path)) is not 1 to 500 characters that can be shown") }
        return text
    }

    /// "[optimiser] rate".
    static func name(_ path: [String]) -> String {
        path.count == 2 ? "[\(path[0])] \(path[1])" : path.joined(separator: ".")
    }
}
