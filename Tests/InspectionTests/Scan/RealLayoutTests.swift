import Inspection
import SystemPackage
import TestSupport
import Testing

@Suite(.enabled(if: Golden.isPresent, "needs ../shared"))
struct RealLayoutTests {
    @Test(arguments: [
        ("mtd", [740, 185, 392, 392]), ("bsdata_ballscrew", [466, 222, 167, 167]),
        ("mvtec_hazelnut_reduced256", [50, 2, 8, 8]),
    ])
    func findsTheRealPartsAsBefore(name: String, counts: [Int]) throws {
        let folder = try #require(Golden.shared).appendingPathComponent("datasets/\(name)")
        let scan = try CategoryFolder.scan(FilePath(folder.path))
        let reading = try #require(scan.readings.first)
        let parts = reading.category.parts
        #expect(scan.problems.isEmpty && scan.readings.count == 1)
        #expect(reading.layout == .mvtec && reading.notes.isEmpty)
        #expect(
            [
                reading.category.calibrationParts.count, parts.count { $0.isDefective == false },
                parts.count { $0.isDefective == true }, parts.count { $0.mask != nil },
            ] == counts)
        #expect(parts.allSatisfy { $0.label != nil && $0.maskReading == .overHalf && $0.masks.count < 2 })
    }

    @Test func findsThemTogetherToo() throws {
        let folder = try #require(Golden.shared).appendingPathComponent("datasets")
        let names = try CategoryFolder.scan(FilePath(folder.path)).categories.map(\.name)
        #expect(names == ["bsdata_ballscrew", "mtd", "mvtec_hazelnut_reduced256"])
    }
}
