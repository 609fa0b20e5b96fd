import Foundation
import Network
import Pretraining
import TestSupport
import Testing

@Suite("Losses of pseudo-defects")
struct LossTests {
    struct Sample {
        let raw: [Float]
        let head: MixtureHead
        let prediction: GaussianMixture

        init(_ sample: MixtureCase, _ b: Int, _ golden: Golden) throws {
            let count = sample.shape.count
            raw = Array(try golden.floats("head/\(sample.name)/\(sample.size)/raw")[b * count..<(b + 1) * count])
            head = MixtureHead(sample.shape)
            prediction = raw.withUnsafeBufferPointer(head.mixture)
        }
    }

    private func figures(_ sample: MixtureCase, _ b: Int) throws -> [String: Double] {
        let heads = try Golden.json("gmm")["head"] as? [String: [String: Any]]
        let row = try #require(heads?["\(sample.name)/\(sample.size)"]?["per_sample"] as? [[String: Any]])
        return row[b].compactMapValues { $0 as? Double }
    }

    @Test(
        "head, both losses and their gradients equal the reference",
        .enabled(if: Golden.isPresent, "needs ../shared"), arguments: MixtureCase.heads)
    func reference(_ sample: MixtureCase) throws {
        let golden = try Golden("gmm")
        let count = sample.shape.count
        let prefix = "head/\(sample.name)/\(sample.size)"
        let truth = try sample.truth(golden)
        let normal = try sample.normal(golden)
        let target = try golden.floats("gen/\(sample.name)/\(sample.size)/I_ano")
        let canvas = MixtureCanvas(width: sample.width, height: sample.height, colours: sample.shape.colours)
        for b in 0..<3 {
            let it = try Sample(sample, b, golden)
            func expected(_ name: String) throws -> ArraySlice<Double> {
                try golden.doubles("\(prefix)/\(name)")[b * count..<(b + 1) * count]
            }
            #expect(zip(it.prediction.values, try expected("theta_hat")).allSatisfy { abs($0 - $1) < 1e-12 })
            let figures = try figures(sample, b)

            var (loss, slopes) = DirectLoss.value(it.prediction, truth)
            it.head.pullBack(&slopes, through: it.prediction)
            #expect(abs(loss / figures["L_direct"]! - 1) < 1e-12)
            #expect(relativeDistance(slopes, try expected("grad_L_direct")) < 1e-9)

            for maximum in [IndirectLoss.Maximum.followed, .held] {
                (loss, slopes) = IndirectLoss.value(
                    it.prediction, normal: normal, target: target, on: canvas, maximum: maximum)
                it.head.pullBack(&slopes, through: it.prediction)
                #expect(abs(loss / figures["L_indirect_mean"]! - 1) < 1e-5)
                let name = maximum == .followed ? "grad_L_indirect_mean" : "grad_L_indirect_mean_max_detached"
                let distance = relativeDistance(slopes, try expected(name))
                #expect(distance < 1e-5, "\(maximum)")
            }
        }
    }

    @Test(
        "the head's floors hold only where single precision would fail",
        .enabled(if: Golden.isPresent, "needs ../shared"))
    func extremes() throws {
        let golden = try Golden("gmm")
        let raw = try golden.doubles("head/extreme_K1C3/raw").map(Float.init)
        let expected = try golden.doubles("head/extreme_K1C3/theta_hat")
        let head = MixtureHead(MixtureShape(components: 1, colours: 3))
        for b in 0..<6 {
            let mixture = raw[b * 10..<(b + 1) * 10].withUnsafeBufferPointer(head.mixture)
            for i in 0..<10 {
                var value = expected[b * 10 + i]
                if i == 5 || i == 6 { value = max(value, MixtureHead.leastWidth) }
                if i == 7 {
                    let most = (1 - MixtureHead.leastUncorrelated).squareRoot()
                    value = max(-most, min(most, value))
                }
                // The answers are rounded to single precision here.
                #expect(abs(mixture.values[i] - value) < 1e-8)
            }
            // Whatever the answers are, there is a picture and a gradient.
            let canvas = MixtureCanvas(width: 32, height: 32, colours: 3)
            let grey = [Float](repeating: 0.1, count: 3 * 1024)
            var (loss, slopes) = IndirectLoss.value(mixture, normal: grey, target: grey, on: canvas)
            head.pullBack(&slopes, through: mixture)
            #expect(loss.isFinite && slopes.allSatisfy(\.isFinite))
        }
    }

    @Test("gradients equal finite differences of the equations", arguments: 0..<6)
    func differences(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed), 3)
        let shape = MixtureShape(components: 1 + seed, colours: 1 + seed % 4)
        let (width, height) = (37, 29)
        let head = MixtureHead(shape)
        let truth = MixtureRanges.standard.draw(shape, from: &random)
        // Widths near 0.13, as wide as two to three pixels.
        let raw: [Float] = (0..<shape.count).map { i in
            let number = i % (shape.colours + 6) - shape.colours
            return random.normal() + (number == 2 || number == 3 ? -2 : 0)
        }
        let normal = (0..<shape.colours * width * height).map { _ in random.uniform(in: -1...1) }
        let target = PlainMixture(truth, width: width, height: height).blended(normal).map(Float.init)
        func loss(_ raw: [Double]) -> Double {
            let picture = PlainMixture(Self.plainHead(raw, shape), width: width, height: height).blended(normal)
            return zip(picture, target).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) }
                / Double(target.count)
        }
        let prediction = raw.withUnsafeBufferPointer(head.mixture)
        let canvas = MixtureCanvas(width: width, height: height, colours: shape.colours)
        var (value, slopes) = IndirectLoss.value(prediction, normal: normal, target: target, on: canvas)
        head.pullBack(&slopes, through: prediction)
        let exact = raw.map(Double.init)
        #expect(abs(value / loss(exact) - 1) < 1e-5)
        let step = 1e-5
        let differences = exact.indices.map { i in
            var (above, below) = (exact, exact)
            above[i] += step
            below[i] -= step
            return (loss(above) - loss(below)) / (2 * step)
        }
        #expect(relativeDistance(slopes, differences) < 2e-5)
    }

    @Test("components narrower than a pixel have the gradients of finite differences")
    func narrow() {
        let shape = MixtureShape(components: 2, colours: 1)
        let mixture = GaussianMixture(
            shape: shape,
            values: [0.8, 0.303, -0.217, 0.006, 0.02, 0.6, 0.3, -0.7, 0.21, 0.33, 0.015, 0.01, -0.9, 0.7, 0.9])
        let normal = [Float](repeating: 0.3, count: 48 * 48)
        var other = mixture
        other.values[0] = -0.2
        other.values[7] = 0.4
        other.values[8] = 0.24
        let target = PlainMixture(other, width: 48, height: 48).blended(normal).map(Float.init)
        func loss(_ mixture: GaussianMixture) -> Double {
            let picture = PlainMixture(mixture, width: 48, height: 48).blended(normal)
            return zip(picture, target).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) } / (48 * 48)
        }
        let canvas = MixtureCanvas(width: 48, height: 48, colours: 1)
        let slopes = IndirectLoss.value(mixture, normal: normal, target: target, on: canvas).slopes
        let differences = mixture.values.indices.map { i in
            var (above, below) = (mixture, mixture)
            above.values[i] += 1e-7
            below.values[i] -= 1e-7
            return (loss(above) - loss(below)) / 2e-7
        }
        #expect(relativeDistance(slopes, differences) < 1e-4)
    }

    /// The head as it is written, without floors.
    private static func plainHead(_ raw: [Double], _ shape: MixtureShape) -> GaussianMixture {
        var values = raw
        let length = shape.colours + 6
        let sum = (0..<shape.components).reduce(0) { $0 + exp(raw[($1 + 1) * length - 1]) }
        for i in values.indices.dropLast() {
            switch i % length - shape.colours {
            case 2, 3: values[i] = log(1 + exp(raw[i]))
            case 5: values[i] = exp(raw[i]) / sum
            default: values[i] = tanh(raw[i])
            }
        }
        values[values.count - 1] = 1 / (1 + exp(-raw[raw.count - 1]))
        return GaussianMixture(shape: shape, values: values)
    }
}
