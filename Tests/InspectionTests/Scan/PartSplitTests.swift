import Disk
import Inspection
import SystemPackage
import Testing

@Suite struct PartSplitTests {
    private func learnt(good: Int, _ split: PartSplit) throws -> Set<String> {
        try withTemporaryFolder { folder in
            try LayoutFolders.mtd(folder, good: good)
            let category = try #require(
                try CategoryFolder.scan(folder, minimumGoodParts: 0, split: split).categories.first)
            let learnt = Set(category.calibrationParts.map(\.name.printable))
            let inspected = Set(category.parts.filter { $0.label == "good" }.map(\.name.printable))
            #expect(learnt.isDisjoint(with: inspected) && learnt.count + inspected.count == good)
            return learnt
        }
    }

    /// The parts chosen by the default seed are written down: another choice would make other calibrations.
    @Test func isTheSameOnEveryMachine() throws {
        let first = try learnt(good: 10, .standard)
        let left = (0..<10).filter { !first.contains("MT_Free/Imgs/exp1_num_\($0).jpg") }
        #expect(left == [0, 5])
        #expect(try learnt(good: 10, .standard) == first)
        #expect(try learnt(good: 10, PartSplit(seed: 7)) != first)
    }

    @Test(arguments: [0, 0.25, 0.5, 1]) func takesItsShare(share: Double) throws {
        #expect(try learnt(good: 8, PartSplit(share: share)).count == Int(8 * share))
    }

    @Test func changesLittleWhenPartsAreAdded() throws {
        let before = try learnt(good: 40, .standard)
        let after = try learnt(good: 44, .standard)
        #expect(before.subtracting(after).count <= 4)
    }
}
