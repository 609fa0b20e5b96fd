import Raster
import Testing

@Suite struct RegionTests {
    static func mask(_ rows: [String]) -> Mask {
        Mask(width: rows[0].count, height: rows.count, values: rows.joined().map { $0 == "#" ? 1 : 0 })
    }

    @Test func cornersConnectAndGapsDoNot() {
        let regions = Self.mask([
            "#..#",
            ".#..",
            "....",
            "##.#",
        ]).regions()
        #expect(regions.map(\.pixels) == [[0, 5], [3], [12, 13], [15]])
        #expect(regions.map(\.area) == [2, 1, 2, 1])
        #expect(regions[0].box == .init(x: 0, y: 0, width: 2, height: 2))
        #expect(regions[2].box == .init(x: 0, y: 3, width: 2, height: 1))
    }

    @Test func armsThatMeetLaterAreOne() {
        let regions = Self.mask([
            "#.#.#",
            "#.#.#",
            "#.###",
            "###..",
        ]).regions()
        #expect(regions.count == 1)
        #expect(regions.first?.area == 13)
        #expect(regions.first?.pixels == regions.first?.pixels.sorted())
    }

    @Test func emptyAndFull() {
        #expect(Mask(width: 5, height: 4, values: Array(repeating: 0, count: 20)).regions().isEmpty)
        let full = Mask(width: 5, height: 4, values: Array(repeating: 1, count: 20)).regions()
        #expect(full.map(\.area) == [20])
        #expect(full.first?.box == .init(x: 0, y: 0, width: 5, height: 4))
    }

    /// Against a plain flood fill, at densities around where everything joins.
    @Test(arguments: [10, 30, 40, 50, 70])
    func equalsFloodFill(percent: Int) {
        var random = SplitMix(UInt64(percent))
        for _ in 0..<40 {
            let (width, height) = (1 + random.below(30), 1 + random.below(30))
            let values = (0..<width * height).map { _ in random.below(100) < percent ? 1 : 0 as UInt8 }
            let mask = Mask(width: width, height: height, values: values)
            #expect(mask.regions().map(\.pixels) == Self.flood(mask))
        }
    }

    private static func flood(_ mask: Mask) -> [[Int]] {
        var left = mask.values
        var regions: [[Int]] = []
        for start in left.indices where left[start] != 0 {
            var (stack, pixels) = ([start], [Int]())
            left[start] = 0
            while let at = stack.popLast() {
                pixels.append(at)
                let (x, y) = (at % mask.width, at / mask.width)
                for ny in max(0, y - 1)...min(mask.height - 1, y + 1) {
                    for nx in max(0, x - 1)...min(mask.width - 1, x + 1) where left[ny * mask.width + nx] != 0 {
                        left[ny * mask.width + nx] = 0
                        stack.append(ny * mask.width + nx)
                    }
                }
            }
            regions.append(pixels.sorted())
        }
        return regions
    }
}
