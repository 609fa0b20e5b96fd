import ArgumentParser
import Canvas
import Disk
import Foundation
import Inspection
import Screens
import SystemPackage
import Terminal

#if canImport(Glibc)
    import Glibc
#endif

struct StationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "station",
        abstract: "Open the station on a category, or on a folder of categories (the default command).",
        discussion: """
            Learns what has not been learnt, inspects in the background, and shows parts with their anomaly maps for a \
            verdict. Press ? for the keys. Where standard output is no terminal, it does the same work and prints a table.
            """)

    @Argument(help: "A category, or a folder of categories.")
    var directory = "."

    @OptionGroup var homeOptions: HomeOptions
    @OptionGroup var recipeOptions: RecipeOptions
    @OptionGroup var layoutOptions: LayoutOptions

    @Option(
        name: .customLong("category"), help: ArgumentHelp("Only this category; may be repeated.", valueName: "name"))
    var categories: [String] = []

    @Option(
        help: ArgumentHelp("Colours to use.", valueName: ColourChoice.allCases.map(\.rawValue).joined(separator: "|")))
    var color = ColourChoice.auto

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Option(help: ArgumentHelp("Colour theme; touchstone themes lists them.", valueName: "name"))
    var theme: String?

    @Option(
        help: ArgumentHelp(
            "How fine pictures are drawn; sextant needs a font that has them.",
            valueName: GlyphMode.allCases.map(\.rawValue).joined(separator: "|")))
    var glyphs: GlyphMode?

    func run() throws {
        let home = try homeOptions.open()
        let scan = try Categories.scan(directory, only: categories, layout: layoutOptions)
        // A backbone that is not there is said before the screen is taken over.
        _ = try home.backbones.find(recipeOptions.backbone)
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            let setup = StationDesk.Setup(home: home, recipeOptions: recipeOptions, categories: scan.categories)
            let failed = try HeadlessRun(setup).run()
            if failed || !scan.problems.isEmpty { throw ExitCode(1) }
            return
        }
        let look = StationLook(home, root: FilePath(directory), theme: theme, glyphs: glyphs)
        let setup = StationDesk.Setup(
            home: home, recipeOptions: recipeOptions, categories: scan.categories,
            author: look.settings.author ?? Author.current)
        let screen = try Screen(colour: color, ascii: ascii ? true : nil)
        let code = StationLoop(
            screen, setup, root: FilePath(directory), look: look,
            problems: scan.problems.map(\.description) + look.problems
        ).run()
        // Verdicts are on the disk and the screen is closed. Workers may still be inside a network or a matrix product,
        // and must not find its library taken down around them.
        _exit(code)
    }
}

extension ColourChoice: ExpressibleByArgument {}
extension GlyphMode: ExpressibleByArgument {}
