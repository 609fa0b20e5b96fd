import Disk
import SystemPackage
import TOML

/// The settings with where they come from.
public struct SettingsFile: Equatable, Sendable {
    public let settings: Settings
    /// The file that they were read from; nil where there is none, or none that could be used.
    public let source: FilePath?
    /// Why the file could not be used, in one printable line that names file and line; the defaults are in force then.
    public let problem: String?
    /// What in it was passed over, one printable line each.
    public let notices: [String]

    /// Reads `config.toml` once. A file that is not there is no problem.
    public init(_ path: FilePath?) {
        guard let path, path.kind != .missing else {
            (settings, source, problem, notices) = (Settings(), nil, nil, [])
            return
        }
        do {
            var reader = SettingsReader(document: try TOMLDocument(try path.readAll(limit: TOMLDocument.limit)))
            settings = try reader.settings()
            (source, problem) = (path, nil)
            notices = reader.notices.map { "\(path.printable):\($0.line.map { "\($0):" } ?? "") \($0.message)" }
        } catch {
            let line =
                switch error {
                case let error as TOMLProblem:
                    "\(path.printable):\(error.line.map { "\($0):" } ?? "") \(error.message)"
                case let error as DiskError: error.description
                default: "\(path.printable): \("\(error)".printable)"
                }
            (settings, source, problem, notices) = (Settings(), nil, "\(line); the defaults are used", [])
        }
    }
}

private struct SettingsReader {
    let document: TOMLDocument
    private(set) var notices: [TOMLProblem] = []

    init(document: TOMLDocument) { self.document = document }

    private static let forCategories: Set<String> = [
        "reasons", "recheck-share", "false-reject-cost", "escape-cost", "target",
    ]

    mutating func settings() throws(TOMLProblem) -> Settings {
        var settings = Settings()
        let root = document.root
        passOver(root, at: [], but: Self.forCategories.union(["theme", "glyphs", "mouse", "author", "category"]))
        settings.theme = try text(root, ["theme"])
        settings.author = try text(root, ["author"]).map { String($0.prefix(64)) }
        if let name = try text(root, ["glyphs"]) {
            guard let glyphs = Settings.Glyphs(rawValue: name) else {
                let choices = Settings.Glyphs.allCases.map(\.rawValue).joined(separator: ", ")
                throw problem(["glyphs"], "there are no glyphs \"\(name.prefix(40))\"; choose of \(choices)")
            }
            settings.glyphs = glyphs
        }
        switch root["mouse"] {
        case nil: break
        case .flag(let flag)?: settings.mouse = flag
        case let item?: throw problem(["mouse"], "mouse is \(item.kind); write true or false")
        }
        settings.standard = try choice(root, [])
        switch root["category"] {
        case nil: break
        case .table(let tables)?:
            // In the order of the file, so that the first mistake is the one that is told.
            let names = tables.keys.sorted { line(["category", $0]) < line(["category", $1]) }
            for name in names {
                let path = ["category", name]
                guard case .table(let table)? = tables[name] else {
                    throw problem(path, "a category's settings stand in a table of their own: [category.\(name)]")
                }
                passOver(table, at: path, but: Self.forCategories)
                settings.categories[name] = try choice(table, path)
            }
        case let item?: throw problem(["category"], "category is \(item.kind); write [category.NAME]")
        }
        return settings
    }

    private func choice(_ table: [String: TOMLItem], _ path: [String]) throws(TOMLProblem) -> Settings.Choice {
        var choice = Settings.Choice()
        choice.reasons = try reasons(table, path + ["reasons"])
        choice.recheckShare = try number(table, path + ["recheck-share"], "a share from 0 to 1") {
            (0...1).contains($0)
        }
        choice.falseRejectCost = try number(table, path + ["false-reject-cost"], "a cost of 0 or more") { $0 >= 0 }
        choice.escapeCost = try number(table, path + ["escape-cost"], "a cost of 0 or more") { $0 >= 0 }
        choice.target = try number(table, path + ["target"], "a rate between 0 and 1, such as 0.01") {
            $0 > 0 && $0 < 1
        }
        return choice
    }

    private func reasons(_ table: [String: TOMLItem], _ path: [String]) throws(TOMLProblem) -> [String]? {
        guard let item = table["reasons"] else { return nil }
        guard case .list(let list) = item else {
            throw problem(path, "reasons is \(item.kind); write a list: [\"scratch\", \"dent\"]")
        }
        guard (1...9).contains(list.count) else {
            throw problem(path, "reasons has \(list.count) words; digits 1 to 9 have room for 1 to 9")
        }
        var words: [String] = []
        for item in list {
            guard case .string(let word) = item else {
                throw problem(path, "reasons holds \(item.kind); every reason is a text in \"quotes\"")
            }
            guard Self.isFit(word, most: 32) else {
                throw problem(path, "the reason \"\(word.prefix(40))\" is not 1 to 32 characters that can be shown")
            }
            guard !words.contains(word) else { throw problem(path, "the reason \"\(word)\" stands there twice") }
            words.append(word)
        }
        return words
    }

    private func number(
        _ table: [String: TOMLItem], _ path: [String], _ wanted: String, _ isFit: (Double) -> Bool
    ) throws(TOMLProblem) -> Double? {
        guard let key = path.last, let item = table[key] else { return nil }
        let value: Double
        switch item {
        case .number(let number): value = number
        case .integer(let integer): value = Double(integer)
        default: throw problem(path, "\(key) is \(item.kind); write \(wanted)")
        }
        guard value.isFinite, isFit(value) else { throw problem(path, "\(key) is \(value); write \(wanted)") }
        return value
    }

    private func text(_ table: [String: TOMLItem], _ path: [String]) throws(TOMLProblem) -> String? {
        guard let key = path.last, let item = table[key] else { return nil }
        guard case .string(let text) = item else {
            throw problem(path, "\(key) is \(item.kind); write a text in \"quotes\"")
        }
        guard Self.isFit(text, most: 200) else {
            throw problem(path, "\(key) is not 1 to 200 characters that can be shown")
        }
        return text
    }

    private mutating func passOver(_ table: [String: TOMLItem], at path: [String], but known: Set<String>) {
        for key in table.keys.sorted() where !known.contains(key) && notices.count < 20 {
            notices.append(problem(path + [key], "\"\(key.prefix(40))\" is no setting; ignored"))
        }
    }

    /// Whether it can go to a terminal as it is.
    private static func isFit(_ text: String, most: Int) -> Bool {
        (1...most).contains(text.count) && !text.allSatisfy(\.isWhitespace)
            && text.printable.replacing("\\\\", with: "\\") == text
    }

    private func line(_ path: [String]) -> Int { document.line(path) ?? 0 }

    private func problem(_ path: [String], _ message: String) -> TOMLProblem {
        TOMLProblem(line: document.line(path), message)
    }
}
