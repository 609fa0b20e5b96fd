import Foundation
import Testing

/// Checkpoints that are unknown, damaged or hostile.
struct BackboneTests {
    @Test func unknownName() throws {
        let workshop = try Workshop()
        for command in ["calibrate", "evaluate", "station"] {
            let refused = try workshop.touchstone(command, workshop.parts.path, "--backbone", "nosuchnet")
            expectRefusal(refused, naming: "nosuchnet")
        }
        expectRefusal(try workshop.touchstone("backbone", "show", "nosuchnet"), naming: "nosuchnet")
    }

    @Test(
        "a damaged safetensors file",
        arguments: ["cut", "no header", "header too long", "empty", "text", "zero length"])
    func damaged(_ kind: String) throws {
        let workshop = try Workshop()
        var data = try Data(contentsOf: Workshop.backbone)
        switch kind {
        case "cut": data = data.prefix(data.count / 2)
        case "no header": data.replaceSubrange(8..<40, with: Data(repeating: 0x21, count: 32))
        case "header too long": data.replaceSubrange(0..<8, with: Data(repeating: 0x7F, count: 8))
        case "empty": data = Data()
        case "zero length": data.replaceSubrange(0..<8, with: Data(count: 8))
        default: data = Data("weights, honestly\n".utf8)
        }
        let file = workshop.root.appendingPathComponent("damaged.safetensors")
        try data.write(to: file)
        expectRefusal(try workshop.touchstone("backbone", "import", file.path), naming: file.path)
        expectRefusal(
            try workshop.touchstone("calibrate", workshop.parts.path, "--backbone", file.path), naming: file.path)
        #expect(!FileManager.default.fileExists(atPath: workshop.home.appendingPathComponent("backbones").path))
    }

    @Test("a pickle that calls something is refused, and nothing is called", arguments: ["posix", "os", "builtins"])
    func pickle(_ module: String) throws {
        let workshop = try Workshop()
        let mark = workshop.root.appendingPathComponent("called")
        let name = module == "builtins" ? "eval" : "system"
        let command = "touch \(mark.path)"
        // Protocol 2: GLOBAL, BINUNICODE, TUPLE1, REDUCE, STOP.
        var bytes = Data([0x80, 0x02]) + Data("c\(module)\n\(name)\n".utf8)
        bytes += [0x58] + withUnsafeBytes(of: UInt32(command.utf8.count).littleEndian) { Data($0) } + Data(command.utf8)
        bytes += [0x85, 0x52, 0x2E]
        let file = workshop.root.appendingPathComponent("hostile.pth")
        try bytes.write(to: file)
        expectRefusal(try workshop.touchstone("backbone", "import", file.path), naming: file.path)
        // The same behind the legacy format's magic number and version.
        let legacy =
            Data([0x80, 0x02, 0x8A, 0x0A]) + Data([0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E])
            + Data([0x80, 0x02, 0x4D, 0xE9, 0x03, 0x2E]) + bytes
        try legacy.write(to: file)
        expectRefusal(try workshop.touchstone("backbone", "import", file.path), naming: file.path)
        #expect(!FileManager.default.fileExists(atPath: mark.path))
    }
}
