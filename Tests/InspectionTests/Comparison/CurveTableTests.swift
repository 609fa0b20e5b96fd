import Detectors
import Disk
import Evaluation
import Foundation
import Inspection
import Raster
import Testing

@Suite(.serialized)
struct CurveTableTests {
    private func points(_ parts: MarkedParts) throws -> [CurvePoint] {
        var points: [CurvePoint] = []
        _ = try FewShot(counts: [1, 3], seeds: [1, 2]).run(
            parts.category, method: parts.tiny(named: "=tiny"), take: { points.append($0) })
        return points
    }

    @Test func seedsComeTogether() throws {
        try withTemporaryFolder { folder in
            let points = try points(MarkedParts(in: folder))
            let table = CurveTable(points)
            #expect(table.curves.count == 1)
            let rows = try #require(table.curves.first?.rows)
            #expect(rows.map { $0.points.map(\.seed) } == [[1, 2], [1, 2]])
            #expect(rows[0].undefined != nil && rows[0][.quality(.imageAUROC)].mean == nil)
            #expect(rows[1].undefined == nil)
            let values = points.filter { $0.step == "3" }.map { $0.figures?.quality[.aupro] }
            #expect(rows[1][.quality(.aupro)] == SampleFigure(values))
            #expect(rows[1][.quality(.aupro)].count == 2)
        }
    }

    @Test func exportsHaveEveryColumnAndNoFormula() throws {
        try withTemporaryFolder { folder in
            let points = try points(MarkedParts(in: folder))
            let columns = CurvePoint.csvHeader.dropLast().split(separator: ",", omittingEmptySubsequences: false)
            for point in points {
                #expect(point.csv.hasSuffix("\n"))
                let cells = point.csv.dropLast().split(separator: ",", omittingEmptySubsequences: false)
                #expect(cells.count == columns.count)
                #expect(cells[1] == "'=tiny")
                let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(point)) as? [String: Any]
                #expect(json.map { Set($0.keys) } == Set(columns.map(String.init)))
                let auroc = try #require(json?["image_auroc"])
                #expect(auroc is NSNull == (point.step == "1"))
                #expect((json?["undefined"] is NSNull) == (point.step == "3"))
            }
        }
    }
}
