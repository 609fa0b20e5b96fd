import Foundation
import Testing

/// A calibration that is not what was written is never scored with.
struct CalibrationTests {
    @Test("truncated, altered or gone", arguments: ["cut", "flipped early", "flipped late", "empty", "gone"])
    func damaged(_ kind: String) throws {
        let workshop = try Workshop.calibrated()
        let before = try workshop.touchstone(["score"] + workshop.inspected)
        let folder = workshop.home.appendingPathComponent("calibrations")
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path).first)
        let file = folder.appendingPathComponent(name)
        var data = try Data(contentsOf: file)
        switch kind {
        case "cut": data = data.prefix(data.count * 2 / 3)
        case "flipped early": data[100] ^= 1
        case "flipped late": data[data.count - 1000] ^= 0x80
        default: data = Data()
        }
        if kind == "gone" { try FileManager.default.removeItem(at: file) } else { try data.write(to: file) }
        let refused = try workshop.touchstone(["score"] + workshop.inspected)
        #expect(refused.status == 2)
        let lines = refused.errorLines.filter { $0.contains(file.path) }
        #expect(lines.count == 1, "\(refused.errors)")
        #expect(lines.first?.hasPrefix("touchstone: ") == true && lines.first?.contains("calibrate again") == true)
        #expect(!refused.errors.contains("Fatal error"))
        // No part gets a verdict from it, in a row or otherwise.
        #expect(!refused.output.contains("REJECT") && !refused.output.contains("GOOD"))
        // What the line says to do mends it.
        let mended = try workshop.touchstone("calibrate", workshop.parts.path)
        #expect(mended.status == 0, "\(mended.errors)")
        let after = try workshop.touchstone(["score"] + workshop.inspected)
        #expect(after.outputBytes == before.outputBytes)
    }
}
