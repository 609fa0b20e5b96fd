import Foundation
import Raster
import TestSupport
import Testing

@Suite struct SmoothUpsamplingTests {
    /// Upsampling and blur as two separate steps in double precision.
    static func plain(_ grid: Plane, _ wide: Int, _ high: Int, sigma: Double) -> [Double] {
        func neighbours(_ i: Int, _ input: Int, _ output: Int) -> (Int, Int, Double) {
            let at = max(0, (Double(i) + 0.5) * Double(input) / Double(output) - 0.5)
            let low = min(Int(at), input - 1)
            return (low, min(low + 1, input - 1), at - Double(low))
        }
        var map = [Double](repeating: 0, count: wide * high)
        for y in 0..<high {
            let (y0, y1, fy) = neighbours(y, grid.height, high)
            for x in 0..<wide {
                let (x0, x1, fx) = neighbours(x, grid.width, wide)
                let top = Double(grid[x0, y0]) * (1 - fx) + Double(grid[x1, y0]) * fx
                let bottom = Double(grid[x0, y1]) * (1 - fx) + Double(grid[x1, y1]) * fx
                map[y * wide + x] = top * (1 - fy) + bottom * fy
            }
        }
        let radius = Int(4 * sigma + 0.5)
        if radius == 0 { return map }
        var kernel = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        let sum = kernel.reduce(0, +)
        kernel = kernel.map { $0 / sum }
        func reflect(_ i: Int, _ n: Int) -> Int {
            var i = i
            while i < 0 || i >= n { i = i < 0 ? -1 - i : 2 * n - 1 - i }
            return i
        }
        var across = map
        for y in 0..<high {
            for x in 0..<wide {
                across[y * wide + x] = (0...2 * radius).reduce(0) {
                    $0 + kernel[$1] * map[y * wide + reflect(x + $1 - radius, wide)]
                }
            }
        }
        var out = across
        for y in 0..<high {
            for x in 0..<wide {
                out[y * wide + x] = (0...2 * radius).reduce(0) {
                    $0 + kernel[$1] * across[reflect(y + $1 - radius, high) * wide + x]
                }
            }
        }
        return out
    }

    @Test(arguments: [
        (8, 8, 32, 32, 4.0), (16, 12, 64, 96, 4), (3, 5, 24, 10, 4), (1, 1, 8, 8, 4), (7, 7, 50, 20, 1.3),
        (9, 4, 9, 4, 2), (12, 10, 48, 40, 0), (20, 20, 10, 10, 1),
    ])
    func equalsUpsamplingThenBlur(_ g: (Int, Int, Int, Int, Double)) {
        var random = SplitMix(UInt64(g.0 * 100 + g.2))
        let grid = Plane(width: g.0, height: g.1, values: (0..<g.0 * g.1).map { _ in 30 * random.unit() })
        let map = SmoothUpsampling(from: (g.0, g.1), to: (g.2, g.3), sigma: g.4).apply(grid)
        #expect(map.width == g.2 && map.height == g.3)
        let expected = Self.plain(grid, g.2, g.3, sigma: g.4)
        for (value, reference) in zip(map.values, expected) { #expect(abs(Double(value) - reference) <= 3e-5) }
    }

    @Test func constantStaysConstant() {
        let smoothing = SmoothUpsampling(from: (56, 56), to: (224, 224), sigma: 4)
        let map = smoothing.apply(Plane(width: 56, height: 56, values: Array(repeating: 7, count: 56 * 56)))
        #expect(map.values.allSatisfy { abs($0 - 7) < 1e-5 })
    }

    @Test(
        .enabled(if: Golden.isPresent, "needs ../shared"),
        arguments: [
            "padim_bsdata_resnet18_whole", "padim_mtd_lite0_whole", "padim_hazelnut_reduced_resnet18_paper",
        ])
    func equalsReferenceMaps(name: String) throws {
        let golden = try Golden(name)
        for part in 0..<2 {
            let grid = try golden.floats("raw_map_\(part)")
            let shape = try golden.shape("raw_map_\(part)")
            let final = try golden.floats("final_map_\(part)")
            let size = try golden.shape("final_map_\(part)")
            let map = SmoothUpsampling(from: (shape[1], shape[0]), to: (size[1], size[0]), sigma: 4)
                .apply(Plane(width: shape[1], height: shape[0], values: grid))
            for (value, reference) in zip(map.values, final) {
                #expect(abs(value - reference) <= 2e-6 * max(1, abs(reference)))
            }
        }
    }
}
