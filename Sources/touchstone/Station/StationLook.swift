import Canvas
import Disk
import Inspection
import SystemPackage

/// What the station looks like when it opens: the person's settings, their themes, and where they were last time.
struct StationLook {
    var settings = Settings()
    var themes: [Theme] = []
    var theme: Theme?
    var glyphs: GlyphMode?
    var visit: StationMemory.Visit?
    /// What was wrong with any of it, one printable line each; the defaults are in force there.
    var problems: [String] = []

    /// - Parameters:
    ///   - theme: what the command line asks for, before everything.
    ///   - glyphs: the same.
    init(_ home: Home, root: FilePath, theme name: String?, glyphs wanted: GlyphMode?) {
        let folder = ConfigFolder.resolve()
        let file = SettingsFile(folder?.settings)
        settings = file.settings
        problems = [file.problem].compactMap { $0 } + file.notices
        let shelf = ThemeShelf(folder: folder?.themes)
        problems += [shelf.problem].compactMap { $0 }
        themes = shelf.themes
        visit = StationMemory.load(home.memory).visit(to: root)
        let (chosen, problem) = shelf.choose(name ?? settings.theme)
        theme = chosen
        problems += [problem].compactMap { $0 }
        glyphs = wanted ?? settings.glyphs.flatMap { GlyphMode(rawValue: $0.rawValue) }
        if name != nil { visit?.theme = nil }
        if wanted != nil { visit?.glyphs = nil }
    }
}
