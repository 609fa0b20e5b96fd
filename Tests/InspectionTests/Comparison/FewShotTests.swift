import Disk
import Evaluation
import Inspection
import Testing

@Suite(.serialized)
struct FewShotTests {
    private func points(_ parts: MarkedParts, _ counts: [Int], _ seeds: [UInt64]) throws -> [CurvePoint] {
        var points: [CurvePoint] = []
        var progress: [Double] = []
        let unread = try FewShot(counts: counts, seeds: seeds).run(
            parts.category, method: parts.tiny, progress: { progress.append($0) },
            take: { points.append($0) })
        #expect(unread.isEmpty)
        #expect(zip(progress, progress.dropFirst()).allSatisfy { $0 <= $1 + 1e-12 })
        #expect(progress.last == 1)
        return points
    }

    @Test func everyCountHasItsPointOrItsReason() throws {
        try withTemporaryFolder { folder in
            let parts = try MarkedParts(in: folder)
            let points = try points(parts, [99, 8, 3, 2, 1, 3], [7, 8])
            #expect(points.map(\.step) == ["1", "2", "3", "8", "99", "1", "2", "3", "8", "99"])
            #expect(points.map(\.seed) == Array(repeating: 7, count: 5) + Array(repeating: 8, count: 5))
            for point in points {
                #expect(point.variable == .calibrationParts && point.method == "tiny")
                switch point.step {
                case "1": #expect(point.outcome == .undefined("1 good part; a covariance needs at least 2"))
                case "99": #expect(point.outcome == .undefined("the category has only 8 good parts"))
                default:
                    let figures = try #require(point.figures)
                    #expect(point.calibrationParts == Int(point.value))
                    #expect(figures.goodParts == 5 && figures.defectiveParts == 5 && figures.notInspected == 0)
                    #expect(figures.quality[.imageAUROC] == 1)
                    #expect(try #require(figures.quality[.pixelAUROC]) > 0.9)
                    // Two parts do not set a threshold.
                    #expect((figures.falseRejects == nil) == (point.step == "2"))
                    #expect((figures.escapes == nil) == (point.step == "2"))
                }
            }
            // The same seeds, the same figures, to the last bit.
            #expect(try self.points(parts, [1, 2, 3, 8, 99], [7, 8]).map(\.outcome) == points.map(\.outcome))
        }
    }

    /// Learning from all is what evaluation does.
    @Test func allPartsAreAnEvaluation() throws {
        try withTemporaryFolder { folder in
            let parts = try MarkedParts(in: folder)
            let point = try #require(try points(parts, [8], [3]).first?.figures)
            let evaluation = try CategoryEvaluation(
                parts.category, backbone: parts.backbone, recipe: parts.method(3).recipe)
            #expect(point.quality[.imageAUROC] == evaluation.imageAUROC)
            #expect(point.quality[.pixelAUROC] == evaluation.pixelAUROC)
            #expect(point.quality[.aupro] == evaluation.aupro)
        }
    }

    @Test func drawsAreNestedSeededAndInOrder() throws {
        try withTemporaryFolder { folder in
            let parts = try MarkedParts(in: folder, good: 12).category.calibrationParts
            for seed in 0..<20 as Range<UInt64> {
                let five = FewShot.draw(5, of: parts, seed: seed)
                #expect(five.count == 5)
                #expect(five == parts.filter(five.contains))
                #expect(Set(FewShot.draw(3, of: parts, seed: seed)).isSubset(of: five))
                #expect(FewShot.draw(5, of: parts, seed: seed) == five)
            }
            #expect(Set((0..<20).map { FewShot.draw(5, of: parts, seed: $0) }).count > 15)
            #expect(FewShot.draw(12, of: parts, seed: 4) == parts)
            #expect(FewShot.draw(40, of: parts, seed: 4) == parts)
            // Every part has its turn at being drawn first.
            #expect(Set((0..<200).flatMap { FewShot.draw(1, of: parts, seed: $0) }).count == 12)
        }
    }

    @Test func cancellationEndsIt() throws {
        try withTemporaryFolder { folder in
            let parts = try MarkedParts(in: folder)
            var taken = 0
            #expect(throws: CancellationError.self) {
                _ = try FewShot(counts: [3, 5], seeds: [1, 2]).run(
                    parts.category, method: parts.tiny, isCancelled: { taken == 1 },
                    take: { _ in taken += 1 })
            }
            #expect(taken == 1)
        }
    }
}
