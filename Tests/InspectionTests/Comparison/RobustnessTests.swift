import Detectors
import Disk
import Evaluation
import Inspection
import Raster
import Testing

@Suite(.serialized)
struct RobustnessTests {
    private func run(_ parts: MarkedParts, _ sweeps: [String], seeds: [UInt64] = [5]) throws -> [CurvePoint] {
        var points: [CurvePoint] = []
        var last = 0.0
        let unread = try Robustness(sweeps: sweeps.map { try PerturbationSweep(parsing: $0) }, seeds: seeds).run(
            parts.category, method: parts.tiny,
            progress: {
                #expect($0 >= last - 1e-12)
                last = $0
            }, take: { points.append($0) })
        #expect(unread.isEmpty)
        #expect(last > 0.999 && last <= 1.000001)
        return points
    }

    @Test func untouchedPartsStandInEveryCurve() throws {
        try withTemporaryFolder { folder in
            let parts = try MarkedParts(in: folder)
            let points = try run(parts, ["noise:40", "brightness:0.3,1,3"], seeds: [5, 6])
            #expect(
                points.map(\.step)
                    == Array(
                        repeating: ["none", "noise:40", "brightness:0.3", "none", "brightness:3"], count: 2
                    ).flatMap { $0 })
            #expect(points.prefix(5).map(\.value) == [0, 40, 0.3, 1, 3])
            #expect(points[0].outcome == points[3].outcome && points[5].outcome == points[8].outcome)
            // What evaluation says of untouched parts.
            let evaluation = try CategoryEvaluation(
                parts.category, backbone: parts.backbone, recipe: parts.method(5).recipe)
            let untouched = try #require(points[0].figures)
            #expect(untouched.quality[.imageAUROC] == evaluation.imageAUROC)
            #expect(untouched.quality[.pixelAUROC] == evaluation.pixelAUROC)
            // Three times as bright: no part is white at the defect alone, and every good part is flagged.
            let bright = try #require(points[4].figures)
            #expect(bright.falseRejects == 1)
            #expect(try #require(bright.quality[.pixelAUROC]) < (try #require(untouched.quality[.pixelAUROC])))
        }
    }

    /// An outline that stayed behind would halve the figure.
    @Test(arguments: ["shift:16/-12", "rotate:30"])
    func outlinesMoveWithTheParts(_ text: String) throws {
        try withTemporaryFolder { folder in
            let points = try run(try MarkedParts(in: folder), [text])
            #expect(points.count == 2)
            let moved = try #require(points.first { $0.step == text }?.figures)
            #expect(try #require(moved.quality[.pixelAUROC]) > 0.9)
            #expect(moved.quality[.imageAUROC] == 1)
        }
    }

    @Test func whatCannotBeReadIsSaidOnce() throws {
        try withTemporaryFolder { folder in
            let parts = try MarkedParts(in: folder)
            try folder.add("marked/test/mark/0.png", Array("no picture".utf8))
            try folder.add(
                "marked/ground_truth/mark/1_mask.png",
                Mask(width: 3, height: 2, values: [0, 1, 0, 0, 0, 0]).encodedPNG())
            var points: [CurvePoint] = []
            let sweep = try PerturbationSweep(parsing: "blur:0,1,2")
            let unread = try Robustness(sweeps: [sweep], seeds: [1]).run(
                parts.category, method: parts.tiny, take: { points.append($0) })
            #expect(points.map { $0.figures?.notInspected } == [1, 1, 1])
            #expect(points.map { $0.figures?.defectiveParts } == [4, 4, 4])
            #expect(unread.count == 2)
            #expect(unread.contains { $0.contains("0.png") } && unread.contains { $0.contains("is 3×2") })
        }
    }
}
