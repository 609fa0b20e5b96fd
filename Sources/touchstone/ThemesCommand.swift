import ArgumentParser
import Canvas
import Disk
import Inspection
import SystemPackage
import TOML

struct ThemesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "themes",
        abstract: "List the station's themes, check one's own, or print one to start from.",
        discussion: """
            Themes of one's own are TOML files in ~/.config/touchstone/themes (or below $XDG_CONFIG_HOME):

            touchstone themes show graphite > ~/.config/touchstone/themes/mine.toml
            touchstone themes check ~/.config/touchstone/themes/mine.toml

            `theme = "mine"` in config.toml makes the station begin with it.
            """,
        subcommands: [ListThemes.self, CheckThemes.self, ShowTheme.self], defaultSubcommand: ListThemes.self)
}

struct ListThemes: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Every theme with a sample.")

    @Option(
        help: ArgumentHelp("Colours to use.", valueName: ColourChoice.allCases.map(\.rawValue).joined(separator: "|")))
    var color = ColourChoice.auto

    func run() throws {
        let shelf = ThemeShelf(folder: ConfigFolder.resolve()?.themes)
        let swatch = ThemeSwatch(choice: color)
        let width = shelf.entries.map(\.name.count).max() ?? 0
        for entry in shelf.entries {
            let name = entry.name + String(repeating: " ", count: width - entry.name.count)
            let origin = entry.origin == .builtIn ? "built in" : "your own"
            if let theme = entry.theme {
                let sample = swatch.sample(of: theme).map { "\($0)  " } ?? ""
                try StandardOutput.write("\(name)  \(origin)  \(sample)\(theme.summary)\n")
            } else {
                try StandardOutput.write("\(name)  broken    \(entry.problem?.description ?? "")\n")
            }
            for notice in entry.notices { Diagnostics.note(notice) }
        }
        if let problem = shelf.problem { throw Failure(problem) }
    }
}

struct CheckThemes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what is wrong with themes, line by line, and what is hard to read in them.",
        discussion: """
            Text needs a contrast of 4.5 with the background and with a selected row (WCAG 2.2), lines and frames need \
            1.5, in 24-bit colours and in 240. Exits with 1 when a theme is broken; what is merely faint is told alone.
            """)

    @Argument(help: "Theme files (default: every theme there is).")
    var files: [String] = []

    func run() throws {
        let entries: [ThemeShelf.Entry]
        if files.isEmpty {
            let shelf = ThemeShelf(folder: ConfigFolder.resolve()?.themes)
            if let problem = shelf.problem { throw Failure(problem) }
            entries = shelf.entries
        } else {
            entries = files.map { ThemeShelf.read(FilePath($0)) }
        }
        for entry in entries { try StandardOutput.write(Self.report(entry)) }
        if entries.contains(where: { $0.theme == nil }) { throw ExitCode(1) }
    }

    private static func report(_ entry: ThemeShelf.Entry) -> String {
        guard let theme = entry.theme else { return "\(entry.problem?.description ?? entry.name)\n" }
        var faults = entry.notices
        faults += Contrast.shortfalls(of: theme).map { "\($0)" }
        if let good = theme[.good].foreground, let reject = theme[.reject].foreground {
            for vision in ColourVision.allCases
            where ColourVision.difference(vision.seen(good), vision.seen(reject)) < ColourVision.alike {
                faults.append("with \(vision.rawValue), good and reject differ by letter and shape alone")
            }
        }
        let least = Contrast.least(in: theme).map { ", words at least \(Contrast.text($0)) to 1" } ?? ""
        return "\(theme.name): sound\(least)\n" + faults.map { "  \($0)\n" }.joined()
    }
}

struct ShowTheme: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print a theme's file, as a start for one's own.")

    @Argument(help: "The theme's name.")
    var name: String

    func run() throws {
        let shelf = ThemeShelf(folder: ConfigFolder.resolve()?.themes)
        guard let entry = shelf.entries.first(where: { $0.name == name && $0.theme != nil }) else {
            let broken = shelf.entries.first { $0.name == name }.flatMap(\.problem)
            throw Failure(
                broken?.description ?? "no theme is called \"\(name.printable)\"; touchstone themes lists them")
        }
        switch entry.origin {
        case .builtIn:
            if let file = Theme.shipped.first(where: { $0.name == name }) { try StandardOutput.write(file.source) }
        case .user(let path): try StandardOutput.write(try path.readAll(limit: TOMLDocument.limit))
        }
    }
}
