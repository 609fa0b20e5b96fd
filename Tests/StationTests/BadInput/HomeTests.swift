import Foundation
import Testing

/// Homes that cannot be written, or not enough.
struct HomeTests {
    private func run(_ home: String, _ arguments: String...) throws -> Command {
        try Command.run(Command.touchstone, arguments + ["--home", home, "--backbone", Workshop.backbone.path])
    }

    @Test("a home that cannot be made", arguments: ["/proc/touchstone", "/dev/null/touchstone", "a file"])
    func impossible(_ place: String) throws {
        let workshop = try Workshop()
        let file = workshop.root.appendingPathComponent("file")
        try Data("x".utf8).write(to: file)
        let home = place == "a file" ? file.path : place
        // The name of what is in the way.
        let name = place == "/dev/null/touchstone" ? "/dev/null: is in the way" : home
        expectRefusal(try run(home, "calibrate", workshop.parts.path), naming: name)
        expectRefusal(try run(home, "station", workshop.parts.path), naming: name)
        #expect(try Data(contentsOf: file) == Data("x".utf8))
    }

    @Test("a ledger that is no database is named and left as it is")
    func damagedLedger() throws {
        let workshop = try Workshop.calibrated()
        let ledger = workshop.home.appendingPathComponent("ledger.sqlite")
        let noise = Data("this is no database, ".utf8) + Data(repeating: 7, count: 8192)
        try noise.write(to: ledger)
        for arguments in [["calibrate", workshop.parts.path], ["score"] + (try workshop.inspected), ["export"]] {
            expectRefusal(try workshop.touchstone(arguments), naming: ledger.path)
        }
        #expect(try Data(contentsOf: ledger) == noise)
    }

    @Test("a disk that is full while a calibration is saved")
    func full() throws {
        let workshop = try Workshop()
        // A limit on the size of files stands in for a full disk: it needs no rights. 8 MB hold all but a calibration.
        let refused = try Command.shell(
            #"trap '' XFSZ; ulimit -f 8192; exec "$1" calibrate "$2" --home "$3""#, Command.touchstone,
            workshop.parts.path, workshop.home.path)
        let folder = workshop.home.appendingPathComponent("calibrations")
        expectRefusal(refused, naming: folder.path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty, "nothing half-written")
        let scored = try workshop.touchstone(["score"] + workshop.inspected)
        #expect(scored.status == 2)
        // With room again everything works.
        let made = try workshop.touchstone("calibrate", workshop.parts.path)
        #expect(made.status == 0, "\(made.errors)")
        #expect(try workshop.touchstone(["score"] + workshop.inspected).status == 0)
    }

    @Test("a file system that is full: the line says so", .enabled(if: Self.canMount, "needs rights to mount a tmpfs"))
    func tmpfs() throws {
        let workshop = try Workshop()
        let disk = workshop.root.appendingPathComponent("disk")
        try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
        let mounted = try Command.shell(#"mount -t tmpfs -o size=4m tmpfs "$1""#, disk.path)
        #expect(mounted.status == 0)
        defer { _ = try? Command.shell(#"umount "$1""#, disk.path) }
        let refused = try run(disk.path, "calibrate", workshop.parts.path)
        expectRefusal(refused, naming: disk.path)
        #expect(refused.errors.contains("the disk is full"))
        let left = try FileManager.default.contentsOfDirectory(atPath: disk.appendingPathComponent("calibrations").path)
        #expect(left.isEmpty)
    }

    static let canMount =
        (try? Command.shell(
            "d=$(mktemp -d) && { mount -t tmpfs -o size=64k tmpfs $d && umount $d; s=$?; rmdir $d; exit $s; }"
        ).status) == 0
}
