import ArgumentParser
import Disk
import Foundation
import Inspection
import SystemPackage

struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Show what was decided, by whom, when and why; follow the chain that protects it.",
        discussion: """
            touchstone ledger                          the newest entries
            touchstone ledger --kind threshold         how thresholds changed
            touchstone ledger --author eve --since 7d  what eve did this week
            touchstone ledger verify                   whether any row was altered
            """,
        subcommands: [LedgerList.self, LedgerVerify.self], defaultSubcommand: LedgerList.self)
}

extension HomeOptions {
    /// The ledger, for reading alone.
    func ledger() throws -> Ledger {
        let home = try open()
        guard home.ledger.kind == .file else {
            throw Failure("\(home.path.printable): holds no ledger; check --home")
        }
        return try home.openLedger(access: .readOnly)
    }
}

extension LedgerEntry.Kind: ExpressibleByArgument {}

struct LedgerList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The newest entries first: row, when, who, category, what, old → new, why.")

    @OptionGroup var homeOptions: HomeOptions

    @Option(help: ArgumentHelp("Only this category.", valueName: "name"))
    var category: String?

    @Option(name: .customLong("kind"), help: ArgumentHelp("Only this kind; may be repeated.", valueName: "kind"))
    var kinds: [LedgerEntry.Kind] = []

    @Option(help: ArgumentHelp("Only what this person did.", valueName: "name"))
    var author: String?

    @Option(help: ArgumentHelp("Only entries with this in the part's name, reason, note or author.", valueName: "text"))
    var text = ""

    @Option(
        help: ArgumentHelp(
            "Only from then on: 2026-03-01 or 2026-03-01T12:00:00Z (UTC), or 30m, 12h, 7d ago.", valueName: "time"))
    var since: Moment?

    @Option(name: .shortAndLong, help: ArgumentHelp("At most so many entries.", valueName: "n"))
    var limit = 50

    @Flag(help: "Print JSON for programs: an array of objects.")
    var json = false

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
    }

    func run() throws {
        let ledger = try homeOptions.ledger()
        let filter = LedgerFilter(
            category: category, kinds: Set(kinds), author: author, text: text, since: since?.date)
        let entries = try ledger.page(filter: filter, limit: limit)
        if json { return try StandardOutput.write(LedgerJSON.text(entries)) }
        guard !entries.isEmpty else { return Diagnostics.note("no entries fit") }
        try StandardOutput.write(Self.table(entries))
        let count = try ledger.count(filter)
        if count > entries.count {
            Diagnostics.note("\(entries.count) of \(count) entries; more with --limit \(count)")
        }
    }

    /// Columns aligned left, the last as long as it is.
    private static func table(_ entries: [LedgerEntry]) -> String {
        var rows = [["row", "when", "who", "category", "what", "old → new", "why"]]
        for entry in entries {
            let words = entry.words
            rows.append([
                "\(entry.row)", Timestamp.text(entry.time), entry.author.printable, entry.category.printable,
                words.what,
                words.change, words.why,
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
                .trimmingCharacters(in: .whitespaces)
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
