import Foundation
import Testing

/// Backbones are listed, shown and imported, and stay what they were.
struct BackboneContractTests {
    @Test func listAndShow() throws {
        let workshop = try Workshop()
        let listed = try workshop.touchstone("backbone", "list")
        #expect(listed.status == 0)
        let lines = listed.output.split(separator: "\n").filter { !$0.hasPrefix("─") }
        #expect(lines.count == 2)
        let columns = lines[0].split(separator: " ").map(String.init)
        #expect(columns == ["name", "architecture", "parameters", "licence", "digest", "from"])
        #expect(lines[1].hasPrefix("touchstone"))
        let shown = try workshop.touchstone("backbone", "show", "touchstone")
        #expect(shown.status == 0)
        #expect(shown.output.contains("architecture  resnet18"))
        let digest = try #require(shown.output.firstMatch(of: /digest\s+([0-9a-f]{64})/)?.1)
        #expect(lines[1].contains(digest.prefix(12)))
        #expect(shown.output.matches(of: /tap .*: \d+ channels at 1\/\d+/).count == 3)
    }

    @Test("importing a native backbone gives the same one, and it is not taken for the default")
    func importing() throws {
        let workshop = try Workshop()
        let imported = try workshop.touchstone("backbone", "import", Workshop.backbone.path, "--name", "again")
        #expect(imported.status == 0, "\(imported.errors)")
        let listed = try workshop.touchstone("backbone", "list")
        #expect(listed.output.split(separator: "\n").filter { !$0.hasPrefix("─") }.count == 3)
        // A calibration with it is the one that the original gives: it is the same network.
        let options = ["calibrate", workshop.parts.path, "--input", "128x128", "--dims", "20"]
        let thresholds = try ["touchstone", "again", "auto"].map { name in
            let made = try workshop.touchstone(options + ["--backbone", name])
            #expect(made.status == 0, "\(made.errors)")
            return made.output.firstMatch(of: /threshold (\d+\.\d+)/).map { String($0.1) }
        }
        #expect(thresholds[0] != nil && Set(thresholds).count == 1)
    }

    @Test("a backbone that is preferred later leaves earlier calibrations theirs")
    func preferredLater() throws {
        let workshop = try Workshop.calibrated("--input", "128x128", "--dims", "20")
        let preferred = try workshop.touchstone(
            "backbone", "import", Workshop.backbone.path, "--name", "efficientnet_lite1", "--licence", "other")
        #expect(preferred.status == 0, "\(preferred.errors)")
        let scored = try workshop.touchstone("score", workshop.category.appendingPathComponent("test").path)
        #expect(scored.status == 0, "\(scored.errors)")
    }

    @Test("other weights take the place of a backbone only where that is said")
    func replacing() throws {
        let workshop = try Workshop()
        let first = ["backbone", "import", Workshop.backbone.path, "--name", "mine"]
        #expect(try workshop.touchstone(first).status == 0)
        #expect(try workshop.touchstone(first).status == 0, "the same once more changes nothing")
        let other = first + ["--licence", "other"]
        expectRefusal(try workshop.touchstone(other), naming: "mine")
        #expect(try workshop.touchstone("backbone", "show", "mine").output.contains("Apache-2.0"))
        #expect(try workshop.touchstone(other + ["--replace"]).status == 0)
        #expect(try !workshop.touchstone("backbone", "show", "mine").output.contains("licence       Apache-2.0"))
    }

    @Test("names that the program keeps for itself are refused", arguments: ["touchstone", "auto"])
    func reserved(_ name: String) throws {
        let workshop = try Workshop()
        expectRefusal(
            try workshop.touchstone("backbone", "import", Workshop.backbone.path, "--name", name), naming: name)
    }
}
