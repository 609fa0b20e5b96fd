import Raster
import Testing

/// A score is the largest value of a map; asking for it alone must not change a bit.
@Suite struct SmoothPeakTests {
    @Test func peakIsTheMapsMaximumToTheBit() {
        var random = SplitMix(21)
        for turn in 0..<200 {
            let grid = (width: 1 + random.below(70), height: 1 + random.below(70))
            let map = (width: 1 + random.below(280), height: 1 + random.below(200))
            let sigma = Double(random.below(5))
            // Some with one outstanding patch, some at or below zero.
            let sign: Float = turn % 3 == 0 ? -1 : 1
            var values = (0..<grid.width * grid.height).map { _ in sign * 40 * random.unit() }
            if turn % 2 == 0 { values[random.below(values.count)] = 300 }
            let plane = Plane(width: grid.width, height: grid.height, values: values)
            let smoothing = SmoothUpsampling(from: grid, to: map, sigma: sigma)
            let peak = smoothing.peak(plane)
            let maximum = smoothing.apply(plane).values.reduce(-Float.infinity) { max($0, $1) }
            #expect(peak.bitPattern == maximum.bitPattern, "\(grid) to \(map), sigma \(sigma)")
        }
    }

    /// The order of the sums is the same in every column, whichever loop took it: a map that is constant along x has
    /// equal bits along x.
    @Test func columnsOfEveryLoopAgree() {
        var random = SplitMix(5)
        for wide in [5, 16, 64, 65, 80, 95, 130, 256] {
            let column = (0..<19).map { _ in 20 * random.unit() }
            let grid = Plane(width: 1, height: 19, values: column)
            let map = SmoothUpsampling(from: (1, 19), to: (wide, 76), sigma: 4).apply(grid)
            for y in 0..<76 {
                #expect((0..<wide).allSatisfy { map[$0, y].bitPattern == map[0, y].bitPattern })
            }
        }
    }
}
