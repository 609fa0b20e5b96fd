import Canvas
import Disk
import Testing

@Suite struct ThemeFileTests {
    private func read(_ text: String, name: String = "own") throws -> ThemeFile {
        try ThemeFile(Array(text.utf8), file: "own.toml", name: name)
    }

    /// The one line that a broken file is answered with.
    private func problem(_ text: String) -> String? { problem(Array(text.utf8)) }

    private func problem(_ bytes: [UInt8]) -> String? {
        do {
            _ = try ThemeFile(bytes, file: "own.toml", name: "own")
            return nil
        } catch {
            return error.description
        }
    }

    @Test func aFileSaysWhatRolesLookLike() throws {
        let theme = try read(
            """
            name = "own-1"
            description = "mine"
            background = "night"
            heat = "viridis"
            [palette]
            night = "#000010"
            "pale blue" = "#A0c0ff"
            [roles]
            text = "#ffffff"
            accent = "pale blue"
            not-inspected = { fg = "#00FF00", bg = "night", bold = true, dim = true, underline = true, reverse = true }
            title = { bold = true }
            """
        ).theme
        #expect(theme.name == "own-1" && theme.summary == "mine" && theme.heat == .viridis)
        #expect(theme.background == RGB(0, 0, 16))
        #expect(theme[.text] == Style(foreground: RGB(255, 255, 255)))
        #expect(theme[.accent].foreground == RGB(0xA0, 0xC0, 0xFF))
        #expect(
            theme[.notInspected]
                == Style(
                    foreground: RGB(0, 255, 0), background: RGB(0, 0, 16), bold: true, dim: true, reverse: true,
                    underline: true))
        #expect(theme[.title] == Style(foreground: RGB(255, 255, 255), bold: true))
        #expect(theme[.reject] == Theme.graphite[.reject])
    }

    @Test func anEmptyFileIsTheDefaultUnderAnotherName() throws {
        let file = try read("", name: "empty")
        #expect(file.theme.name == "empty" && file.notices == [] && file.theme.background == nil)
        for role in Theme.Role.allCases { #expect(file.theme[role] == Theme.graphite[role]) }
    }

    @Test func whatIsMissingCanBeReadOnAPaleGround() throws {
        for (ground, ink) in [("#FFFFFF", "#101010"), ("#000000", "#F0F0F0"), ("#003000", "#FFFFFF")] {
            let theme = try read("background = \"\(ground)\"\n[roles]\ntext = \"\(ink)\"\n").theme
            #expect(Contrast.shortfalls(of: theme).map(\.description) == [], "\(ground)")
            #expect(theme[.reject].bold)
        }
    }

    @Test(arguments: [
        ("name = \"x\"\n\nheat = \"lava\"\n", 3, "lava"),
        ("\n[palette]\na = \"#12345\"\n", 3, "#12345"),
        ("[palette]\na = \"#12345G\"\n", 2, "#12345G"),
        ("[palette]\na = \"#+12345\"\n", 2, "#+12345"),
        ("[palette]\na = 7\n", 2, "a whole number"),
        ("[roles]\n# note\ntext = \"rose\"\n", 3, "rose"),
        ("[roles]\ntext = [\"#FFFFFF\"]\n", 2, "a list"),
        ("[roles]\ngood = \"#FFFFFF\"\ntext = { fg = \"#FFFFFF\", bold = 1 }\n", 3, "bold"),
        ("[roles]\ntext = { bg = true }\n", 2, "bg"),
        ("[roles.text]\nfg = \"pink\"\n", 2, "pink"),
        ("roles = 3\n", 1, "[roles]"),
        ("background = \"#FFFFFF\"\nbackground = \"#000000\"\n", 2, "redefine"),
        ("a = \"\"\"\n[[[x]]\n\"\"\"\n\n[roles\n", 5, "']'"),
        ("[roles]\ntext = \"#FFFFFF\n", 2, "control"),
        ("name = \"two words\"\n", 1, "letters"),
        ("\n\n[[[roles]]]\n", 3, "[roles]"),
        ("x = 1\n[=]\n", 2, "[roles]"),
        ("[ [\u{1B}", 1, "[roles]"),
    ])
    func aBrokenFileNamesItsLine(text: String, line: Int, word: String) throws {
        let told = try #require(problem(text))
        #expect(told.hasPrefix("own.toml:\(line): "), "\(told)")
        #expect(told.contains(word), "\(told)")
        #expect(told.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 })
    }

    @Test func theFirstMistakeIsTold() throws {
        let told = try #require(problem("[roles]\ntitle = \"b\"\naccent = \"a\"\ngood = \"c\"\n"))
        #expect(told.hasPrefix("own.toml:2: "))
    }

    @Test func strangeKeysAreToldAndIgnored() throws {
        let file = try read(
            "colour = 1\n[roles]\ntext = { fg = \"#FFFFFF\", blink = true }\nheading = \"#FFFFFF\"\n[more]\nx = 1\n")
        #expect(file.notices.count == 4)
        for line in [1, 3, 4, 5] {
            #expect(file.notices.contains { $0.hasPrefix("own.toml:\(line): ") }, "\(line)")
        }
        #expect(file.theme[.text].foreground == RGB(255, 255, 255))
    }

    @Test func nothingHostileGetsThrough() throws {
        let file = try read("description = \"a\\u001B[2J\\u202Eb\"\n\"\\u001B]0;x\\u0007\" = 1\n")
        #expect(file.theme.summary == "a\\x1B[2J\\u{202E}b")
        #expect(file.notices.count == 1)
        for told in file.notices
            + [problem("heat = \"\\u001B[31m\""), problem("name = \"\\u009B\"")].compactMap({ $0 })
        {
            #expect(told.unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) })
        }
        #expect(try #require(problem([0x61, 0x0A, 0xFF])).hasPrefix("own.toml:2: "))
        #expect(try #require(problem([0x23, 0x0A, 0x0A, 0])).hasPrefix("own.toml:3: "))
        #expect(problem([UInt8](repeating: 0x23, count: 1 << 16)) == nil)
        #expect(try #require(problem([UInt8](repeating: 0x23, count: 1 << 16 + 1))).contains("limit"))
        #expect(problem(String(repeating: "[", count: 9000)) != nil)
        #expect(problem("a = " + String(repeating: "[", count: 9000)) != nil)
        #expect(problem("a = " + String(repeating: "[", count: 100) + String(repeating: "]", count: 100)) != nil)
    }

    /// The library that reads TOML ends the process on some broken headers, so none may reach it.
    @Test func noDamageEndsTheProcess() {
        var generator = SystemRandomNumberGenerator()
        let parts = [
            "[", "[[", "]", "\"", "'", "\"\"\"", "'''", "{", "}", "=", ".", ",", "#", "\n", "\r\n", " ", "\\", "a", "0",
            "-", "1e", "0x", "inf", "07:32:00", "1979-05-27", "T", "true", "é", "\u{85}", "\u{2028}",
        ]
        for _ in 0..<3000 {
            var text =
                Bool.random() ? String(decoding: Theme.shipped[0].source, as: UTF8.self).suffix(300).description : ""
            for _ in 0..<Int.random(in: 1...12) {
                let place = text.index(text.startIndex, offsetBy: Int.random(in: 0...text.count))
                text.insert(contentsOf: parts.randomElement(using: &generator) ?? "[", at: place)
            }
            if let told = problem(text) { #expect(told.hasPrefix("own.toml:"), "\(text)") }
        }
    }
}
