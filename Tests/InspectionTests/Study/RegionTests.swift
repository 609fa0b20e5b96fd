import Detectors
import Inspection
import Raster
import Testing

struct RegionFindingTests {
    private func map(_ rows: [[Float]]) -> Plane {
        Plane(width: rows[0].count, height: rows.count, values: rows.flatMap { $0 })
    }

    @Test func regionsAreRankedByTheirPeaksAndMeasured() throws {
        let map = map([
            [0, 0, 0, 0, 0, 0, 0, 0],
            [0, 3, 2, 0, 0, 0, 0, 0],
            [0, 2, 0, 0, 0, 9, 0, 0],
            [0, 0, 0, 0, 0, 0, 0, 0],
        ])
        let found = RegionFindings(
            map: map, threshold: 2, part: (800, 200), inputProtocol: .whole, grid: (4, 2))
        #expect(found.count == 2 && found.regions.count == 2 && found.threshold == 2)
        #expect(found.share == 4.0 / 32)
        let (first, second) = (found.regions[0], found.regions[1])
        #expect((first.rank, first.peak, first.mean) == (1, 9, 9))
        #expect(first.peakPixel == .init(x: 5, y: 2))
        #expect(first.peakInPart == .init(x: 550, y: 125))
        #expect(first.peakPatch == .init(x: 2, y: 1))
        #expect(first.share == 1.0 / 32 && first.area == 5000)
        #expect(first.box == ShareBox(x: 5.0 / 8, y: 0.5, width: 1.0 / 8, height: 0.25))
        #expect(first.boxInPart == .init(x: 500, y: 100, width: 100, height: 50))
        #expect((second.rank, second.peak, second.mean) == (2, 3, 7.0 / 3))
        #expect(second.peakPixel == .init(x: 1, y: 1) && second.peakPatch == .init(x: 0, y: 0))
        #expect(second.boxInPart == .init(x: 100, y: 50, width: 200, height: 100))
    }

    /// The papers' protocol shows the inner seven eighths: boxes still count from the part's own corner.
    @Test func partPixelsCountFromThePartsCorner() throws {
        let found = RegionFindings(
            map: map([[5, 0], [0, 0]]), threshold: 5, part: (160, 80), inputProtocol: .paper, grid: (2, 2))
        let region = try #require(found.regions.first)
        #expect(region.box == ShareBox(x: 0, y: 0, width: 0.5, height: 0.5))
        #expect(region.boxInPart == .init(x: 10, y: 5, width: 70, height: 35))
        #expect(region.area == 140 * 70 / 4)
    }

    /// The score is the map's maximum, so the threshold for scores is one for pixels.
    @Test func aPartHasRegionsExactlyWhereItIsFlagged() {
        let map = map([[1, 2], [4, 0.5]])
        func count(_ threshold: Float) -> Int {
            RegionFindings(map: map, threshold: threshold, part: (2, 2), inputProtocol: .whole, grid: (2, 2)).count
        }
        #expect(count(4) == 1 && count(Float(4).nextUp) == 0)
    }

    @Test func equalPeaksKeepTheOrderOfRowsAndTheListIsBounded() {
        let side = 40
        var values = [Float](repeating: 0, count: side * side)
        for y in stride(from: 0, to: side, by: 2) {
            for x in stride(from: 0, to: side, by: 2) { values[y * side + x] = y == 20 ? 7 : 5 }
        }
        let found = RegionFindings(
            map: Plane(width: side, height: side, values: values), threshold: 5, part: (side, side),
            inputProtocol: .whole, grid: (side, side))
        #expect(found.count == 400 && found.regions.count == RegionFindings.limit)
        #expect(found.regions.map(\.rank) == Array(1...50))
        #expect(found.regions[..<20].allSatisfy { $0.peak == 7 && $0.peakPixel.y == 20 })
        #expect(
            found.regions[20...].map { $0.peakPixel.y * side + $0.peakPixel.x }
                == (0..<30).map {
                    $0 / 20 * 2 * side + $0 % 20 * 2
                })
    }

    @Test func whatWasNotMeasuredIsNotFlagged() {
        let plane = map([[.nan, 1], [.infinity, -.infinity]])
        let (mask, count) = plane.flagged(at: 0)
        #expect(mask.values == [0, 1, 1, 0] && count == 2)
        #expect(plane.flaggedShare(at: 0) == 0.5 && plane.flaggedShare(at: .infinity) == 0.25)
        #expect(plane.flaggedShare(at: .nan) == 0)
    }

    @Test(arguments: [
        (ShareBox.whole, Region.Box(x: 0, y: 0, width: 7, height: 3)),
        (
            ShareBox(x: 2.0 / 7, y: 1.0 / 3, width: 1.0 / 7, height: 1.0 / 3),
            Region.Box(x: 2, y: 1, width: 1, height: 1)
        ),
        (ShareBox(x: 0.99, y: 5, width: 0, height: 0), Region.Box(x: 6, y: 2, width: 1, height: 1)),
        (ShareBox(x: -3, y: .nan, width: 9, height: .infinity), Region.Box(x: 0, y: 0, width: 7, height: 1)),
        (ShareBox(x: 0.5, y: 0, width: 0.1, height: 0.5), Region.Box(x: 3, y: 0, width: 2, height: 2)),
    ])
    func anyBoxIsClampedToPixels(box: ShareBox, pixels: Region.Box) {
        #expect(box.pixels(width: 7, height: 3) == pixels)
    }
}
