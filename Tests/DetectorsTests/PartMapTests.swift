import Detectors
import Raster
import TestSupport
import Testing

/// A map of the network's input, put back where it was taken from.
struct PartMapTests {
    private static func noise(_ width: Int, _ height: Int) -> Plane {
        var random = Random(seed: 9)
        return Plane(width: width, height: height, values: (0..<(width * height)).map { _ in random.next() + 1 })
    }

    @Test("the whole part: the part's size, nothing left out, no value invented")
    func whole() throws {
        let map = Self.noise(96, 64)
        for (width, height) in [(113, 46), (40, 300), (96, 64), (1, 1)] {
            let part = Recipe.InputProtocol.whole.partMap(map, width: width, height: height)
            #expect(part.width == width && part.height == height)
            #expect(part == map.resized(width: width, height: height))
            let (low, high) = (try #require(map.values.min()), try #require(map.values.max()))
            #expect(part.values.allSatisfy { $0 >= low - 1e-5 && $0 <= high + 1e-5 })
        }
    }

    @Test("the papers' centre: a frame of an eighth in all is NaN, and nothing else")
    func paper() {
        let map = Self.noise(64, 96)
        for (width, height) in [(320, 320), (1130, 460), (101, 333), (8, 8), (1, 1), (2, 3)] {
            let part = Recipe.InputProtocol.paper.partMap(map, width: width, height: height)
            #expect(part.width == width && part.height == height)
            let shown = Recipe.InputProtocol.paper.shownShare(width: width, height: height)
            #expect(shown.width == max(1, width * 7 / 8) && shown.height == max(1, height * 7 / 8))
            let inner = map.resized(width: shown.width, height: shown.height)
            for y in 0..<height {
                for x in 0..<width {
                    let isShown =
                        (shown.x..<(shown.x + shown.width)).contains(x)
                        && (shown.y..<(shown.y + shown.height)).contains(y)
                    guard isShown else {
                        #expect(part[x, y].isNaN)
                        continue
                    }
                    #expect(part[x, y] == inner[x - shown.x, y - shown.y])
                }
            }
        }
    }

    /// A mark in a part, through `prepare` and back: where it was, under both protocols and at oblong inputs.
    @Test(arguments: Recipe.InputProtocol.allCases, [(384, 160), (160, 384), (224, 224)])
    func marksComeBackToTheirPlace(inputProtocol: Recipe.InputProtocol, input: (width: Int, height: Int)) throws {
        let (width, height) = (640, 480)
        for (column, row) in [(100, 90), (320, 240), (560, 400)] {
            var pixels = [UInt8](repeating: 0, count: 3 * width * height)
            for y in (row - 8)..<(row + 8) {
                for x in (column - 8)..<(column + 8) { for c in 0..<3 { pixels[3 * (y * width + x) + c] = 255 } }
            }
            let seen = inputProtocol.prepare(
                Image(width: width, height: height, pixels: pixels), width: input.width, height: input.height)
            let bright = Plane(
                width: seen.width, height: seen.height,
                values: (0..<(seen.width * seen.height)).map { Float(seen.pixels[3 * $0]) })
            let part = inputProtocol.partMap(bright, width: width, height: height)
            var (sum, across, down) = (Float(0), Float(0), Float(0))
            for y in 0..<height {
                for x in 0..<width where !part[x, y].isNaN {
                    sum += part[x, y]
                    across += part[x, y] * (Float(x) + 0.5)
                    down += part[x, y] * (Float(y) + 0.5)
                }
            }
            #expect(sum > 0)
            // Two part pixels: what rounding the margin of the centre to whole pixels may shift it.
            #expect(abs(across / sum - Float(column)) <= 2, "\(across / sum) for \(column)")
            #expect(abs(down / sum - Float(row)) <= 2, "\(down / sum) for \(row)")
        }
    }
}
