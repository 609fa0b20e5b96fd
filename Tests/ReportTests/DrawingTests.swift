import Evaluation
import Foundation
import Raster
import Report
import Testing

/// Small pieces of the drawings, against what they are known to be.
struct DrawingTests {
    private func html(_ change: (inout ComparisonReport) -> Void = { _ in }) throws -> String {
        var report = try Fixture.report()
        report.categories = [report.categories[0]]
        change(&report)
        return report.html()
    }

    @Test func aKnownCurveIsAKnownPath() throws {
        let html = try html { report in
            report.categories[0].results["b"] = nil
            report.categories[0].results["a"]?.roc = ThinCurve(points: [
                .init(x: 0, y: 0), .init(x: 0, y: 0.5), .init(x: 0.5, y: 1), .init(x: 1, y: 1),
            ])
        }
        // The square is 306 wide from 42 on and 240 high above 250.
        #expect(html.contains("<path class=\"line m0\" stroke-dasharray=\"\" d=\"M42 250L42 130L195 10L348 10\"/>"))
    }

    @Test func overlapIsDrawnToItsLimit() throws {
        let html = try html { report in
            report.categories[0].results["b"] = nil
            report.categories[0].results["a"]?.pro = ThinCurve(points: [
                .init(x: 0, y: 0), .init(x: 0.6, y: 1), .init(x: 1, y: 1),
            ])
        }
        #expect(html.contains("d=\"M42 250L348 130\"/>"))
    }

    @Test func theDefectIsOutlinedAlongItsPixels() throws {
        // Pixels 1…2 × 1…2 of 8 × 6.
        #expect(try html().contains("<path class=\"truth\" d=\"M1 1L3 1L3 3L1 3Z\"/>"))
        let ring = try html { report in
            var mask = Mask(width: 8, height: 6, values: .init(repeating: 0, count: 48))
            for (x, y) in [(1, 1), (2, 1), (3, 1), (1, 2), (3, 2), (1, 3), (2, 3), (3, 3)] {
                mask.values[8 * y + x] = 1
            }
            report.categories[0].parts[0].truth = mask
        }
        #expect(ring.contains("d=\"M1 1L4 1L4 4L1 4ZM2 2L2 3L3 3L3 2Z\""))
    }

    @Test func thePicturesAreThePart() throws {
        let sources = try html().matches(of: /href="data:image\/png;base64,([A-Za-z0-9+\/=]+)"/)
        #expect(sources.count == 2)
        let own = try #require(Data(base64Encoded: String(sources[0].output.1)))
        let picture = try Image.decode([UInt8](own), name: "part")
        #expect(picture.pixels == (0..<144).map { UInt8($0) })
        let heat = try #require(Data(base64Encoded: String(sources[1].output.1)))
        let map = try Image.decode([UInt8](heat), name: "map")
        // The ramp passes the threshold of 2 at pixel 24: dark before it, bright from it on.
        for pixel in 0..<48 {
            let red = map.pixels[3 * pixel]
            #expect(pixel < 24 ? red < 80 : red > 150, "red \(red) at \(pixel)")
        }
    }

    @Test func aDarkMapBesideARejectIsExplained() throws {
        let word = "no place on its map reaches the threshold"
        #expect(try !html().contains(word))
        let html = try html { report in
            report.categories[0].parts[0].findings["a"]?.score = 9
            report.categories[0].parts[0].findings["a"]?.threshold = 8
        }
        #expect(html.contains(word))
        let own = try self.html { report in
            report.categories[0].parts[0].findings["a"]?.score = 9
            report.categories[0].parts[0].findings["a"]?.threshold = 8
            report.categories[0].parts[0].findings["a"]?.mapThreshold = 3
        }
        #expect(!own.contains(word))
    }

    @Test func largePicturesShrinkAndKeepTheirPeaks() throws {
        var part = try Fixture.report().categories[0].parts[0]
        let (width, height) = (1200, 300)
        part.picture = Image(width: width, height: height, pixels: .init(repeating: 9, count: 3 * width * height))
        var map = Plane(width: width, height: height, values: .init(repeating: 0, count: width * height))
        map.values[width * 150 + 700] = 9
        map.values[0] = .nan
        var truth = Mask(width: width, height: height, values: .init(repeating: 0, count: width * height))
        truth.values[width * 299 + 1199] = 1
        part.truth = truth
        part.findings = ["a": .init(score: 9, threshold: 2, map: map)]
        let reduced = part.reduced()
        #expect(reduced.picture.width == 256 && reduced.picture.height == 64)
        let shown = try #require(reduced.findings["a"]?.map)
        #expect(shown.width == 256 && shown.height == 64 && shown.values.filter { $0 == 9 }.count == 1)
        #expect(shown.values.filter(\.isNaN).isEmpty, "a pixel that was seen in part was seen")
        #expect(reduced.truth?.values.last == 1 && reduced.truth?.values.filter { $0 == 1 }.count == 1)
    }

    @Test func pagesStaySmall() throws {
        let html = try html { report in
            let part = report.categories[0].parts[0]
            report.categories[0].parts = Array(repeating: part, count: 50)
            // A hundred thousand steps of a curve.
            let points = (0...100_000).map { k in
                Curve.Point(x: Double(k) / 100_000, y: (Double(k) / 100_000).squareRoot())
            }
            report.categories[0].results["a"]?.roc = ThinCurve(points: points)
        }
        #expect(html.matches(of: /<article class="part">/).count == ComparisonReport.Category.mostPictures)
        #expect(html.utf8.count < 120_000)
    }

    @Test func theHistogramCountsWhatTheThresholdDoes() throws {
        let html = try html()
        #expect(html.contains("At 2.000: 1 of 4 good parts rejected, 1 of 3 defective parts escape."))
        let bars = html.matches(of: /<title>(\d+) of 4 from/).compactMap { Int($0.output.1) }
        // Both methods have four good parts.
        #expect(bars.reduce(0, +) == 8)
    }

    @Test func scoresThatAreNoNumbersDoNotStopIt() throws {
        let html = try html { report in
            report.categories[0].results["a"]?.goodScores = [.nan, .infinity, -.infinity, 1]
            report.categories[0].results["a"]?.threshold = .infinity
            report.categories[0].results["b"]?.goodScores = [.nan]
            report.categories[0].results["b"]?.defectiveScores = []
            report.categories[0].parts[0].findings["a"]?.threshold = .nan
            report.categories[0].parts[0].findings["b"]?.score = nil
        }
        #expect(html.contains("NOT INSPECTED"))
        #expect(!html.contains("nan") && !html.contains("inf\""))
    }

    @Test func linesBreakWhereNothingIsKnown() throws {
        // One point, an undefined one, one point: no line may join them.
        let html = try html()
        let paths = html.matches(of: /d="(M[0-9.]+ [0-9.]+M[0-9.]+ [0-9.]+)"/)
        #expect(paths.count == 1)
    }
}
