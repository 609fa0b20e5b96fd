import Foundation
import Testing

/// Backbones are listed, shown and imported, and stay what they were.
@Suite(.enabled(if: Workshop.isReady, "needs the default backbone: run make test"))
struct BackboneContractTests {
    @Test func listAndShow() throws {
        let workshop = try Workshop()
        let listed = try workshop.touchstone("backbone", "list")
        #expect(listed.status == 0)
        let lines = listed.output.split(separator: "\n").filter { !$0.hasPrefix("─") }
        #expect(lines.count == 2)
        let columns = lines[0].split(separator: " ").map(String.init)
        #expect(columns == ["name", "architecture", "parameters", "licence", "digest"])
        #expect(lines[1].hasPrefix("efficientnet_lite1"))
        let shown = try workshop.touchstone("backbone", "show", "efficientnet_lite1")
        #expect(shown.status == 0)
        #expect(shown.output.contains("architecture  efficientnet_lite1"))
        let digest = try #require(shown.output.firstMatch(of: /digest\s+([0-9a-f]{64})/)?.1)
        #expect(lines[1].contains(digest.prefix(12)))
        #expect(shown.output.matches(of: /tap .*: \d+ channels at 1\/\d+/).count == 3)
    }

    @Test("importing a native backbone gives the same one")
    func importing() throws {
        let workshop = try Workshop()
        let imported = try workshop.touchstone("backbone", "import", Workshop.backbone.path, "--name", "again")
        #expect(imported.status == 0, "\(imported.errors)")
        let listed = try workshop.touchstone("backbone", "list")
        #expect(listed.output.split(separator: "\n").filter { !$0.hasPrefix("─") }.count == 3)
        // A calibration with it is the one that the original gives: it is the same network.
        let options = ["calibrate", workshop.parts.path, "--input", "128x128", "--dims", "20"]
        let thresholds = try ["efficientnet_lite1", "again"].map { name in
            let made = try workshop.touchstone(options + ["--backbone", name])
            #expect(made.status == 0, "\(made.errors)")
            return made.output.firstMatch(of: /threshold (\d+\.\d+)/).map { String($0.1) }
        }
        #expect(thresholds[0] != nil && thresholds[0] == thresholds[1])
    }

    @Test("an empty shelf says what to do")
    func empty() throws {
        let workshop = try Workshop()
        try FileManager.default.removeItem(at: workshop.home.appendingPathComponent("backbones"))
        let listed = try workshop.touchstone("backbone", "list")
        #expect(listed.status == 0)
        #expect(listed.outputBytes.isEmpty)
        #expect(listed.errors.contains("touchstone backbone import"))
    }
}
