import Foundation
import Raster
import Testing

@Suite struct PerturbationToneTests {
    static func flat(_ value: UInt8, _ side: Int) -> Image {
        Image(width: side, height: side, pixels: Array(repeating: value, count: 3 * side * side))
    }

    static func mean(_ image: Image) -> Double {
        Double(image.pixels.reduce(0) { $0 + Int($1) }) / Double(image.pixels.count)
    }

    static func variance(_ image: Image) -> Double {
        let mean = mean(image)
        return image.pixels.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(image.pixels.count)
    }

    @Test func brightnessIsGainAndOffsetOfCodedValues() {
        let levels = Image(width: 256, height: 1, pixels: (0...255).flatMap { [UInt8($0), UInt8($0), UInt8($0)] })
        let dark = levels.brightened(factor: 0.5, offset: 10)
        let bright = levels.brightened(factor: 2, offset: -20)
        for v in 0...255 {
            #expect(Int(dark.pixels[3 * v]) == Int((0.5 * Double(v) + 10).rounded()))
            #expect(Int(bright.pixels[3 * v]) == min(max(2 * v - 20, 0), 255))
        }
    }

    @Test func contrastKeepsTheMeanAndScalesTheSpread() {
        let image = Image(
            width: 20, height: 20, pixels: ResizeTests.noise(20, 20, seed: 5).pixels.map { 100 + $0 % 50 })
        let less = image.contrasted(factor: 0.5)
        #expect(abs(Self.mean(less) - Self.mean(image)) < 0.7)
        #expect(abs(Self.variance(less) / Self.variance(image) - 0.25) < 0.02)
        let none = image.contrasted(factor: 0)
        #expect(Self.variance(none) == 0)
    }

    /// Against the double sum over the plane.
    @Test(arguments: [0.5, 1, 2.3])
    func blurEqualsItsDefinition(_ sigma: Double) {
        let image = ResizeTests.noise(17, 12, seed: 7)
        let blurred = image.blurred(sigma: sigma)
        let radius = Int(4 * sigma + 0.5)
        let weights = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        let sum = weights.reduce(0, +)
        for y in 0..<12 {
            for x in 0..<17 {
                for c in 0..<3 {
                    var total = 0.0
                    for j in -radius...radius {
                        for i in -radius...radius {
                            let (fromX, fromY) = (min(max(x + i, 0), 16), min(max(y + j, 0), 11))
                            total +=
                                weights[i + radius] * weights[j + radius] / (sum * sum)
                                * Double(image.pixels[3 * (fromY * 17 + fromX) + c])
                        }
                    }
                    #expect(abs(Double(blurred.pixels[3 * (y * 17 + x) + c]) - total) <= 0.501)
                }
            }
        }
    }

    @Test func blurKeepsAFlatPictureAndTakesEnergyFromNoise() {
        #expect(Self.flat(201, 20).blurred(sigma: 3) == Self.flat(201, 20))
        let noise = ResizeTests.noise(80, 80, seed: 10)
        var before = Self.variance(noise)
        for sigma in [0.5, 1, 2, 4] {
            let after = Self.variance(noise.blurred(sigma: sigma))
            #expect(after < before)
            before = after
        }
        // White noise through a Gaussian keeps 1 / (4πσ²) of its variance.
        let kept = Self.variance(noise.blurred(sigma: 2)) / Self.variance(noise)
        #expect(abs(kept * 4 * .pi * 4 - 1) < 0.25)
    }

    @Test(arguments: [2.0, 5, 10])
    func noiseHasItsVarianceAndNoMean(_ sigma: Double) {
        let side = 128
        let noisy = Self.flat(128, side).withNoise(sigma: sigma, seed: 1)
        let count = Double(3 * side * side)
        // Rounding adds a twelfth; five standard errors of mean and variance.
        let expected = sigma * sigma + 1.0 / 12
        #expect(abs(Self.mean(noisy) - 128) < 5 * (expected / count).squareRoot())
        #expect(abs(Self.variance(noisy) / expected - 1) < 5 * (2 / count).squareRoot() + 0.002)
        // Neighbours have nothing to do with each other.
        var together = 0.0
        for i in 1..<noisy.pixels.count {
            together += (Double(noisy.pixels[i]) - 128) * (Double(noisy.pixels[i - 1]) - 128)
        }
        #expect(abs(together / count / expected) < 5 / count.squareRoot())
    }

    @Test func noiseFollowsFromSeedAndPicture() {
        let (a, b) = (Self.flat(100, 16), Self.flat(101, 16))
        #expect(a.withNoise(sigma: 5, seed: 1) == a.withNoise(sigma: 5, seed: 1))
        #expect(a.withNoise(sigma: 5, seed: 1) != a.withNoise(sigma: 5, seed: 2))
        let (first, second) = (a.withNoise(sigma: 5, seed: 1), b.withNoise(sigma: 5, seed: 1))
        #expect(zip(first.pixels, second.pixels).contains { Int($1) - Int($0) != 1 })
        // The numbers themselves: another machine must draw the same.
        #expect(
            Array(Self.flat(128, 2).withNoise(sigma: 20, seed: 7).pixels.prefix(6)) == [129, 142, 154, 110, 134, 148])
    }

    @Test func jpegLosesMoreAtLowerQuality() throws {
        let image = ResizeTests.noise(9, 9, seed: 3).resized(width: 72, height: 72)
        var before = 0
        for quality in [95, 70, 30, 5] {
            let lossy = try image.throughJPEG(quality: quality)
            #expect(lossy == (try Image.decode(image.encodedJPEG(quality: quality), name: "again.jpg")))
            let loss = zip(lossy.pixels, image.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
            #expect(loss > before)
            before = loss
        }
        #expect(try Self.flat(77, 24).throughJPEG(quality: 50) == Self.flat(77, 24).throughJPEG(quality: 50))
    }
}
