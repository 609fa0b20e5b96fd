import Detectors
import Foundation
import SystemPackage
import Testing

/// A calibration that is killed at any moment leaves the old one or a whole new one.
struct KilledCalibrationTests {
    static let seed: UInt64 = 20_260_101

    @Test("calibrate, killed 25 times at random moments")
    func killed() throws {
        let workshop = try Workshop()
        let parts = workshop.parts.path
        let start = Date()
        // Every seed chooses other channels, so each run has a file of its own to write.
        let first = try workshop.touchstone("calibrate", parts, "--dims", "60", "--seed", "1")
        #expect(first.status == 0, "\(first.errors)")
        let usual = Date().timeIntervalSince(start)
        var generator = SeededGenerator(seed: Self.seed)
        var sound: Set<String> = []
        var killed = 0
        for run in 1...25 {
            let delay = Double.random(in: 0...usual, using: &generator)
            let note: Comment = "seed \(Self.seed), run \(run), killed after \(delay) of \(usual) s"
            let ended = try workshop.touchstone(
                ["calibrate", parts, "--force", "--dims", "60", "--seed", "\(run + 1)"], lifetime: delay)
            killed += ended.status == 128 + SIGKILL ? 1 : 0
            #expect(ended.status == 128 + SIGKILL || ended.status == 0, note)
            try checkFiles(workshop, known: &sound, note)
            let scored = try workshop.touchstone("score", workshop.inspected[0])
            #expect(scored.status == 0, "\(note): \(scored.errors)")
            #expect(try CSVTable(scored.output).rows.count == 1, note)
        }
        #expect(killed >= 5, "the delays never hit the work")
        let mended = try workshop.touchstone("calibrate", parts, "--dims", "60", "--seed", "26")
        #expect(mended.status == 0, "\(mended.errors)")
    }

    /// Every file is a whole calibration that is named by its digest, or hidden and temporary.
    private func checkFiles(_ workshop: Workshop, known: inout Set<String>, _ note: Comment) throws {
        let folder = workshop.home.appendingPathComponent("calibrations")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !known.contains(name) {
            if name.hasPrefix("."), name.hasSuffix(".tmp") { continue }
            let read = try Calibration.read(FilePath(folder.appendingPathComponent(name).path))
            #expect(name == "\(read.digest).touchstone", note)
            #expect(read.calibration.parts.count == 12, note)
            known.insert(name)
        }
    }
}
