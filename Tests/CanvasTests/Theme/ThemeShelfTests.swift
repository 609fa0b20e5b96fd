import Canvas
import Disk
import SystemPackage
import Testing

@Suite struct ThemeShelfTests {
    private func shelf(_ files: [String: String], _ body: (ThemeShelf) throws -> Void) throws {
        let folder = try TemporaryFolder("themes")
        defer { folder.remove() }
        for (name, text) in files { try folder.path.appending(name).writeAtomically(Array(text.utf8)) }
        try body(ThemeShelf(folder: folder.path))
    }

    @Test func withoutAFolderThereAreTheShippedOnes() {
        for folder in [nil, FilePath("/nowhere/at/all")] {
            let shelf = ThemeShelf(folder: folder)
            #expect(shelf.themes == Theme.builtIn && shelf.problem == nil)
            #expect(shelf.choose(nil).theme == .graphite)
        }
        #expect(ThemeShelf(folder: FilePath("/dev/null")).problem != nil)
    }

    @Test func onesOwnStandsInThePlaceOfItsNamesake() throws {
        let files = [
            "amber.toml": "background = \"#101010\"", "b.toml": "name = \"bright\"", "a.toml": "name = \"dim\"",
            "notes.txt": "x",
        ]
        try shelf(files) { shelf in
            #expect(shelf.entries.count == Theme.builtIn.count + 2)
            #expect(shelf.choose("amber").theme.background == RGB(16, 16, 16))
            #expect(shelf.entries.suffix(2).map(\.name) == ["bright", "dim"])
            #expect(shelf.choose("bright").problem == nil)
            #expect(Set(shelf.themes.map(\.name)).count == shelf.themes.count)
        }
    }

    @Test func aBrokenOneFallsBackAndSaysWhy() throws {
        try shelf(["mine.toml": "[roles]\ntext = 1\n", "amber.toml": "heat = \"x\""]) { shelf in
            let (theme, problem) = shelf.choose("mine")
            #expect(theme == .graphite)
            let told = try #require(problem)
            #expect(told.contains("mine.toml:2: ") && told.contains("graphite") && !told.contains("\n"))
            // A broken one does not take away what came with the station.
            #expect(shelf.choose("amber").theme == Theme.builtIn.first { $0.name == "amber" })
            #expect(try #require(shelf.choose("amber").problem).contains("amber.toml:1: "))
            #expect(shelf.themes == Theme.builtIn)
        }
    }

    @Test func anUnknownNameIsSaid() throws {
        let (theme, problem) = ThemeShelf(folder: nil).choose("no\u{1B}pe")
        #expect(theme == .graphite)
        #expect(try #require(problem).contains("no\\x1Bpe"))
    }

    @Test func aHostileFileNameStaysOffTheTerminal() throws {
        let folder = try TemporaryFolder("themes")
        defer { folder.remove() }
        let name = Array("\u{1B}[2J".utf8) + [0xFF] + Array(".toml".utf8)
        for component in FilePath(bytes: name).components {
            try folder.path.appending(component).writeAtomically(Array("heat = 1".utf8))
        }
        let entry = try #require(ThemeShelf(folder: folder.path).entries.last)
        let problem = try #require(entry.problem)
        for text in [entry.name, problem.description] {
            #expect(text.unicodeScalars.allSatisfy { $0.value >= 32 })
            #expect(text.contains("\\x1B[2J"))
        }
    }
}
