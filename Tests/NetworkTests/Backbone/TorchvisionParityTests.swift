import Foundation
import Network
import Raster
import SystemPackage
import TestSupport
import Testing

/// Every architecture against torchvision's own, from its checkpoint to the taps.
@Suite(.enabled(if: Torchvision.isPresent, "needs Python's torchvision (apt-get install python3-torchvision)"))
struct TorchvisionParityTests {
    static let names = [
        "resnet18", "resnet34", "resnet50", "wide_resnet50_2", "mobilenet_v2", "efficientnet_b0", "efficientnet_b1",
        "efficientnet_b2", "efficientnet_b3", "efficientnet_b4",
    ]

    @Test func everyArchitectureAgrees() throws {
        try withTemporaryFolder { folder in
            try Torchvision.write(to: folder)
            for name in Self.names { try compare(name, folder) }
        }
    }

    private func compare(_ name: String, _ folder: FilePath) throws {
        let raw = try Checkpoint.read(folder.appending("\(name).pth"))
        var checkpoint = try Checkpoint.imported(as: nil, from: raw, source: "torchvision", licence: "none")
        #expect(checkpoint.metadata["architecture"] == name)
        let architecture = try #require(Architecture.named(name))
        try checkpoint.selfTest(as: architecture, source: name)
        checkpoint.digest = raw.digest
        for (width, height) in [(224, 224), (128, 256)] {
            let expected = try Checkpoint.read(folder.appending("\(name)-\(width)x\(height).safetensors")).tensors
            let picture = try #require(expected["picture"])
            try #require(picture.shape == [height, width, 3])
            let backbone = try Backbone(
                checkpoint: checkpoint, architecture: architecture, width: width, height: height)
            let pass = try ForwardPass(backbone)
            try pass.run(Image(width: width, height: height, pixels: picture.values.map { UInt8($0) }))
            for k in architecture.taps.indices {
                let tap = try #require(expected["tap\(k)"])
                let shape = backbone.taps[k]
                try #require(tap.shape == [shape.channels, shape.height, shape.width], "\(name) \(shape.name)")
                let area = shape.height * shape.width
                let (worst, largest) = pass.withTap(k) { ours in
                    var (worst, largest) = (Float(0), Float(0))
                    for i in tap.values.indices {
                        worst = max(worst, abs(ours[(i % area) * shape.channels + i / area] - tap.values[i]))
                        largest = max(largest, abs(tap.values[i]))
                    }
                    return (worst, largest)
                }
                #expect(largest > 0.1 && largest < 1e6, "activations out of sight prove nothing")
                #expect(worst <= 1e-3 * largest, "\(name) \(width)×\(height) \(shape.name): \(worst / largest)")
            }
        }
    }
}

/// The script in this repository that asks torchvision, and the Python that has it.
enum Torchvision {
    private static let python = "/usr/bin/python3"

    static let isPresent: Bool = {
        (try? run(["-c", "import torch, torchvision"])) == 0
    }()

    struct Failed: Error { let status: Int32 }

    static func write(to folder: FilePath) throws {
        let script = Golden.repository.appendingPathComponent("Scripts/torchvision-parity").path
        let status = try run([script, folder.string])
        guard status == 0 else { throw Failed(status: status) }
    }

    private static func run(_ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
