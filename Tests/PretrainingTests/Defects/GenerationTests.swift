import Foundation
import Network
import Pretraining
import TestSupport
import Testing

@Suite("Generating pseudo-defects")
struct GenerationTests {
    @Test("equals the reference", .enabled(if: Golden.isPresent, "needs ../shared"), arguments: MixtureCase.generated)
    func reference(_ sample: MixtureCase) throws {
        let golden = try Golden("gmm")
        let canvas = MixtureCanvas(width: sample.width, height: sample.height, colours: sample.shape.colours)
        canvas.draw(try sample.truth(golden))
        let prefix = "gen/\(sample.name)/\(sample.size)"
        #expect(largestDifference(canvas.mask, try golden.floats("\(prefix)/mask").map(Double.init)) < 1e-6)
        #expect(largestDifference(canvas.defect, try golden.floats("\(prefix)/v_def").map(Double.init)) < 1e-6)
        let picture = canvas.blended(try sample.normal(golden))
        #expect(largestDifference(picture, try golden.floats("\(prefix)/I_ano").map(Double.init)) < 1e-6)
    }

    @Test(
        "equals the equations at sizes that fill no vector", arguments: [(50, 37), (1, 9), (9, 1), (224, 100)],
        [1, 2, 4])
    func oddSizes(_ size: (Int, Int), _ colours: Int) throws {
        var random = SeededRandom(seed: 5, UInt64(size.0), UInt64(colours))
        let mixture = MixtureRanges.standard.draw(MixtureShape(components: 7, colours: colours), from: &random)
        let canvas = MixtureCanvas(width: size.0, height: size.1, colours: colours)
        canvas.draw(mixture)
        let plain = PlainMixture(mixture, width: size.0, height: size.1)
        #expect(largestDifference(canvas.mask, plain.mask) < 1e-6)
        #expect(largestDifference(canvas.defect, plain.defect) < 1e-6)
        let normal = (0..<colours * size.0 * size.1).map { _ in random.uniform(in: -1...1) }
        #expect(largestDifference(canvas.blended(normal), plain.blended(normal)) < 1e-6)
    }

    @Test(
        "equals the equations for widths from a hundredth of a pixel to ten pictures", arguments: [0.0001, 0.003, 10])
    func widths(_ width: Double) throws {
        for correlation in [-0.999, 0.3] {
            let shape = MixtureShape(components: 2, colours: 1)
            let mixture = GaussianMixture(
                shape: shape,
                values: [
                    0.5, 0.303, -0.217, width, 1.3 * width, correlation, 0.4, -0.7, -0.51, 0.33, 0.8 * width, width,
                    0.2,
                    0.6, 0.9,
                ])
            let canvas = MixtureCanvas(width: 65, height: 40, colours: 1)
            canvas.draw(mixture)
            let plain = PlainMixture(mixture, width: 65, height: 40)
            #expect(largestDifference(canvas.mask, plain.mask) < 1e-6)
            #expect(largestDifference(canvas.defect, plain.defect) < 1e-6)
        }
    }

    @Test("every instruction set gives the same picture and the same gradient", arguments: 0...MixtureCanvas.bestLevel)
    func levels(_ level: Int32) {
        var random = SeededRandom(seed: 77)
        let (mixture, truth) = (
            MixtureRanges.standard.draw(.paper, from: &random), MixtureRanges.standard.draw(.paper, from: &random)
        )
        let canvas = MixtureCanvas(width: 83, height: 61, colours: 3, level: level)
        canvas.draw(mixture)
        let plain = PlainMixture(mixture, width: 83, height: 61)
        #expect(largestDifference(canvas.mask, plain.mask) < 1e-6)
        #expect(largestDifference(canvas.defect, plain.defect) < 1e-6)
        let normal = (0..<3 * 83 * 61).map { _ in random.uniform(in: -1...1) }
        let target = PlainMixture(truth, width: 83, height: 61).blended(normal).map(Float.init)
        let found = IndirectLoss.value(mixture, normal: normal, target: target, on: canvas)
        let best = MixtureCanvas(width: 83, height: 61, colours: 3)
        let expected = IndirectLoss.value(mixture, normal: normal, target: target, on: best)
        #expect(abs(found.loss / expected.loss - 1) < 1e-6)
        #expect(relativeDistance(found.slopes, expected.slopes) < 1e-6)
    }

    @Test("in bands is the same to the bit")
    func bands() {
        var random = SeededRandom(seed: 9)
        let mixture = MixtureRanges.standard.draw(.paper, from: &random)
        let whole = MixtureCanvas(width: 70, height: 45, colours: 3)
        whole.draw(mixture)
        let banded = MixtureCanvas(width: 70, height: 45, colours: 3, rows: 8)
        var mask: [Float] = []
        var row = [Float](repeating: 0, count: 70)
        banded.bands(of: mixture) { rows in
            for y in rows {
                banded.mask(row: y - rows.lowerBound, into: &row)
                mask += row
            }
        }
        #expect(mask == whole.mask)
        #expect(mask.max() == Float(mixture.strength))
    }

    @Test("random pseudo-defects lie within their ranges and depend on the seed alone")
    func ranges() {
        let ranges = MixtureRanges.standard
        let shape = MixtureShape(components: 12, colours: 3)
        var strengths: Set<Double> = []
        for seed in 0..<50 {
            var (first, second) = (SeededRandom(seed: UInt64(seed), 1), SeededRandom(seed: UInt64(seed), 1))
            let mixture = ranges.draw(shape, from: &first)
            #expect(mixture == ranges.draw(shape, from: &second))
            var weights = 0.0
            for k in 0..<12 {
                let v = Array(mixture.values[k * 9..<(k + 1) * 9])
                #expect(v[..<3].allSatisfy(ranges.colour.contains) && v[3..<5].allSatisfy(ranges.mean.contains))
                // A logarithm and back may leave the range by an ulp.
                #expect(v[5..<7].allSatisfy { $0 > 0.0199999 && $0 < 0.3000001 })
                #expect(ranges.correlation.contains(v[7]) && v[8] > 0)
                weights += v[8]
            }
            #expect(abs(weights - 1) < 1e-12)
            #expect(ranges.strength.contains(mixture.strength))
            strengths.insert(mixture.strength)
        }
        #expect(strengths.count == 50)
    }
}
