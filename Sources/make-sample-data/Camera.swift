import Glibc
import Raster

/// Linear light, RGB for each sample.
struct LightField {
    let width: Int
    let height: Int
    var values: [SIMD3<Float>]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        values = [SIMD3<Float>](repeating: .zero, count: width * height)
    }
}

/// An industrial camera: a lens a little soft and dark in the corners, a sensor that counts electrons, and the
/// curve that makes a picture of them.
struct Camera {
    /// Standard deviation of the lens's blur, pixels of the photograph.
    var blur: Float = 0.62
    /// Light lost in the corners, 0 ... 1.
    var vignetting: Float = 0.22
    var exposure: Float = 1
    var whiteBalance = SIMD3<Float>(1, 1, 1)
    /// Electrons counted at white; shot noise is their square root.
    var fullWell: Float = 7000
    /// Electrons, standard deviation.
    var readNoise: Float = 9

    /// From part to part the exposure, the white balance and the focus drift a little.
    func varied(random: inout SeededRandom) -> Camera {
        var camera = self
        camera.exposure *= 1 + 0.035 * random.normal()
        camera.whiteBalance *= SIMD3(1 + 0.005 * random.normal(), 1, 1 + 0.005 * random.normal())
        camera.blur *= 1 + 0.08 * random.normal()
        return camera
    }

    /// What falls on the sensor: blurred, darkened towards the corners, one value a pixel.
    func focus(_ light: LightField) -> LightField {
        let n = Surface.oversampling
        let soft = blurred(light, sigma: blur * Float(n))
        var image = LightField(width: light.width / n, height: light.height / n)
        let centre = Vector(Float(image.width), Float(image.height)) / 2
        for y in 0..<image.height {
            for x in 0..<image.width {
                var sum = SIMD3<Float>.zero
                for j in 0..<n { for i in 0..<n { sum += soft.values[(y * n + j) * soft.width + x * n + i] } }
                let r = (Vector(Float(x) + 0.5, Float(y) + 0.5) - centre).length / centre.length
                let gain = exposure * (1 - vignetting * r * r) / Float(n * n)
                image.values[y * image.width + x] = sum * gain * whiteBalance
            }
        }
        return image
    }

    /// The photograph, with the sensor's noise drawn from `grain`.
    func develop(_ image: LightField, grain: inout SeededRandom) -> Image {
        var noise = LightField(width: image.width, height: image.height)
        for i in noise.values.indices { noise.values[i] = SIMD3(grain.normal(), grain.normal(), grain.normal()) }
        // A colour filter array is interpolated, so the noise of neighbours is alike: soften it, keep its strength.
        noise = blurred(noise, sigma: 0.45)
        var noisy = image
        for i in noisy.values.indices {
            let electrons = image.values[i] * fullWell
            let sigma = (electrons + SIMD3(repeating: readNoise * readNoise)).squareRoot()
            noisy.values[i] += noise.values[i] * sigma * (1.25 / fullWell)
        }
        return develop(noisy)
    }

    /// The photograph as a sensor without noise would take it, for comparing.
    func develop(_ image: LightField) -> Image {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(image.values.count * 3)
        for value in image.values {
            for c in 0..<3 { pixels.append(UInt8(tone(value[c]) * 255 + 0.5)) }
        }
        return Image(width: image.width, height: image.height, pixels: pixels)
    }

    /// Straight up to 0.75, a shoulder above it so that highlights do not clip hard, then the sRGB curve.
    private func tone(_ x: Float) -> Float {
        let y = x < 0.75 ? max(x, 0) : 0.75 + 0.25 * (1 - exp(-(x - 0.75) / 0.25))
        return y <= 0.0031308 ? 12.92 * y : 1.055 * pow(y, 1 / 2.4) - 0.055
    }

    private func blurred(_ image: LightField, sigma: Float) -> LightField {
        let radius = Int((sigma * 3).rounded(.up))
        var weights = (0...radius).map { exp(-Float($0 * $0) / (2 * sigma * sigma)) }
        let total = weights[0] + 2 * weights.dropFirst().reduce(0, +)
        weights = weights.map { $0 / total }
        let (width, height) = (image.width, image.height)
        let across = Camera.pass(
            image.values, weights, lines: height, lineStep: width, length: width, step: 1)
        var result = image
        result.values = Camera.pass(across, weights, lines: width, lineStep: 1, length: height, step: width)
        return result
    }

    /// Convolves every line with a symmetric kernel, given from its middle outwards; edges repeat.
    private static func pass(
        _ input: [SIMD3<Float>], _ weights: [Float], lines: Int, lineStep: Int, length: Int, step: Int
    ) -> [SIMD3<Float>] {
        var output = input
        for line in 0..<lines {
            let start = line * lineStep
            for at in 0..<length {
                var sum = input[start + at * step] * weights[0]
                for k in 1..<weights.count {
                    let before = input[start + max(at - k, 0) * step]
                    let after = input[start + min(at + k, length - 1) * step]
                    sum += (before + after) * weights[k]
                }
                output[start + at * step] = sum
            }
        }
        return output
    }
}
