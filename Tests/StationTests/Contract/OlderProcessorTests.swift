import Foundation
import Network
import TestSupport
import Testing

/// A processor without AVX-512 and bf16, which the network library plays when it is told to.
struct OlderProcessorTests {
    private static let older = ["ONEDNN_MAX_CPU_ISA": "AVX2", "DNNL_MAX_CPU_ISA": "AVX2"]
    private static let figures = ["image_auroc", "pixel_auroc", "aupro"]

    private func figures(_ evaluated: Command) throws -> [Double] {
        #expect(evaluated.status == 0, "\(evaluated.errors)")
        let document = try JSONSerialization.jsonObject(with: evaluated.outputBytes) as? [String: Any]
        let row = try #require((document?["rows"] as? [[String: Any]])?.first)
        return try Self.figures.map { try #require(row[$0] as? Double) }
    }

    @Test("the same figures in single precision")
    func sameFigures() throws {
        let workshop = try Workshop()
        let arguments = ["evaluate", "--json", workshop.parts.path]
        let here = try figures(workshop.touchstone(arguments))
        let there = try figures(workshop.touchstone(arguments, environment: Self.older))
        for (a, b) in zip(here, there) { #expect(abs(a - b) <= 1e-3) }
    }

    @Test(
        "the same figures as in bf16, where ResNet-18 would run in it",
        .enabled(if: Golden.isPresent, "needs ../shared"))
    func sameFiguresOnRealParts() throws {
        let workshop = try Workshop()
        let parts = try #require(Golden.shared).appendingPathComponent("datasets/mvtec_hazelnut_reduced256").path
        let arguments = ["evaluate", "--json", parts, "--backbone", try #require(Golden.resNet18).path]
        let here = try figures(workshop.touchstone(arguments))
        let there = try figures(workshop.touchstone(arguments, environment: Self.older))
        for (a, b) in zip(here, there) { #expect(abs(a - b) <= 1e-3) }
    }

    @Test("bf16 is never emulated")
    func refused() throws {
        let workshop = try Workshop()
        let refused = try workshop.touchstone(
            ["calibrate", workshop.parts.path, "--precision", "bf16"], environment: Self.older)
        #expect(refused.status == 64)
        #expect(refused.errors.contains("--precision bf16"))
    }

    @Test(
        "what was learnt in bf16 is not scored otherwise",
        .enabled(if: Precision.bf16.isNative, "needs a processor that multiplies bf16 natively"))
    func notScored() throws {
        let workshop = try Workshop.calibrated("--precision", "bf16")
        let arguments = ["score", workshop.category.appendingPathComponent("test").path]
        let here = try workshop.touchstone(arguments)
        #expect(here.status == 0 && here.errors.isEmpty)
        let there = try workshop.touchstone(arguments, environment: Self.older)
        #expect(there.status == 2)
        #expect(there.errors.contains("calibrated in bf16"))
        #expect(!there.output.contains("GOOD"))
    }
}
