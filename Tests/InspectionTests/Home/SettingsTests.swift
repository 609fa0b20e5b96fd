import Disk
import Inspection
import SystemPackage
import Testing

@Suite struct SettingsTests {
    private func read(_ text: String) throws -> SettingsFile {
        try withTemporaryFolder { SettingsFile(try $0.add("config.toml", Array(text.utf8))) }
    }

    @Test func withoutAFileTheDefaultsAreInForce() {
        for path in [nil, FilePath("/nowhere/config.toml")] {
            let file = SettingsFile(path)
            #expect(file.settings == Settings() && file.problem == nil && file.source == nil && file.notices == [])
        }
        let settings = Settings()
        #expect(settings.reasons(for: "a").count == 9 && settings.recheckShare(for: "a") == 0.05)
        #expect(!settings.mouse && settings.theme == nil && settings.target(for: "a") == Workbench.falseRejectTarget)
    }

    @Test func aCategorysOwnGoBeforeThoseForAll() throws {
        let file = try read(
            """
            theme = "amber"
            glyphs = "sextant"
            mouse = true
            author = "Jo"
            recheck-share = 1
            reasons = ["a", "b"]
            escape-cost = 30
            [category.flange]
            reasons = ["burr"]
            target = 0.002
            [category."two words"]
            recheck-share = 0
            false-reject-cost = 2.5
            """)
        let settings = file.settings
        #expect(file.problem == nil && file.notices == [] && file.source != nil)
        #expect(settings.theme == "amber" && settings.glyphs == .sextant && settings.mouse && settings.author == "Jo")
        #expect(settings.reasons(for: "flange") == ["burr"] && settings.reasons(for: "other") == ["a", "b"])
        #expect(settings.recheckShare(for: "flange") == 1 && settings.recheckShare(for: "two words") == 0)
        #expect(settings.target(for: "flange") == 0.002 && settings.target(for: "x") == Workbench.falseRejectTarget)
        #expect(settings.falseRejectCost(for: "two words") == 2.5 && settings.falseRejectCost(for: "x") == 1)
        #expect(settings.escapeCost(for: "two words") == 30)
    }

    @Test(arguments: [
        ("\nmouse = 1\n", 2, "true or false"),
        ("glyphs = \"round\"", 1, "round"),
        ("# a\n\nrecheck-share = 1.5", 3, "0 to 1"),
        ("recheck-share = nan", 1, "0 to 1"),
        ("escape-cost = -1", 1, "escape-cost"),
        ("false-reject-cost = inf", 1, "false-reject-cost"),
        ("target = 0", 1, "target"),
        ("reasons = \"scratch\"", 1, "list"),
        ("reasons = []", 1, "0 words"),
        ("reasons = [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\"]", 1, "10 words"),
        ("reasons = [\"a\", 2]", 1, "a whole number"),
        ("reasons = [\"a\", \"a\"]", 1, "twice"),
        ("reasons = [\"\\u001B[2J\"]", 1, "shown"),
        ("reasons = [\" \"]", 1, "shown"),
        ("theme = \"\"", 1, "theme"),
        ("author = \"\\u202E\"", 1, "author"),
        ("[category]\nflange = 1", 2, "[category.flange]"),
        ("category = 1", 1, "[category.NAME]"),
        ("[category.a]\nmouse = true\n[category.b]\ntarget = 2\n", 4, "target"),
        ("mouse = true\nmouse = false", 2, "redefine"),
        ("[[[category]]]", 1, "name"),
    ])
    func aBrokenFileNamesItsLineAndTheDefaultsAreUsed(text: String, line: Int, word: String) throws {
        let file = try read(text)
        let problem = try #require(file.problem)
        #expect(problem.contains("config.toml:\(line): ") && problem.contains(word), "\(problem)")
        #expect(
            problem.hasSuffix("the defaults are used") && problem == problem.filter { $0 != "\n" && $0 != "\u{1B}" })
        #expect(file.settings == Settings() && file.source == nil)
    }

    @Test func strangeKeysAreTold() throws {
        let file = try read("sound = true\n[category.a]\nmouse = true\n[other]\nx = 1\n")
        #expect(file.problem == nil && file.notices.count == 3)
        for line in [1, 3, 4] { #expect(file.notices.contains { $0.contains("config.toml:\(line): ") }, "\(line)") }
    }

    @Test func whatIsNoFileIsOneLine() throws {
        try withTemporaryFolder { folder in
            #expect(try #require(SettingsFile(folder).problem).contains(folder.printable))
            let long = try folder.add("long.toml", [UInt8](repeating: 0x23, count: 1 << 17))
            #expect(try #require(SettingsFile(long).problem).contains("limit"))
        }
    }

    @Test func theExampleSaysTheDefaults() throws {
        let file = try read(Settings.example)
        #expect(file.problem == nil && file.notices == [])
        #expect(file.settings.theme == "graphite")
        #expect(file.settings.reasons(for: "x") == Settings.reasons)
        #expect(file.settings.recheckShare(for: "x") == Settings.recheckShare)
        #expect(file.settings.escapeCost(for: "x") == Settings.escapeCost)
        #expect(file.settings.target(for: "x") == Workbench.falseRejectTarget)
        // Every line that is only proposed can be put in force.
        let proposed = Settings.example.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.contains(" = ") || line.hasPrefix("# [") ? line.drop { $0 == "#" || $0 == " " } : line
        }
        let all = try read(proposed.joined(separator: "\n"))
        #expect(all.problem == nil && all.notices == [] && all.settings.categories.count == 1)
    }

    @Test func whatIsInForceCanBeReadBack() throws {
        var settings = Settings()
        settings.theme = "amber"
        settings.glyphs = .half
        settings.author = "a \"b\" \\ c"
        settings.standard.reasons = ["é", "ü"]
        settings.categories["x\u{1B}\"y"] = Settings.Choice()
        settings.categories["x\u{1B}\"y"]?.target = 0.5
        let back = try read(settings.text).settings
        #expect(back.author == settings.author && back.theme == "amber" && back.glyphs == .half)
        #expect(back.categories == settings.categories && back.standard.reasons == ["é", "ü"])
        #expect(!settings.text.contains("\u{1B}"))
    }

    @Test func theFolderIsWhereTheEnvironmentSays() {
        func folder(_ variables: [String: FilePath]) -> FilePath? {
            ConfigFolder.resolve(environment: { variables[$0] })?.path
        }
        #expect(folder(["XDG_CONFIG_HOME": "/c", "HOME": "/h"]) == "/c/touchstone")
        #expect(folder(["XDG_CONFIG_HOME": "c", "HOME": "/h"]) == "/h/.config/touchstone")
        #expect(folder(["HOME": "h"]) == nil && folder([:]) == nil)
        #expect(ConfigFolder("/c").themes == "/c/themes" && ConfigFolder("/c").settings == "/c/config.toml")
    }
}
