import Glibc

/// A lamp with a diffuser, near enough that its light falls off across the picture.
struct Lamp {
    /// From the picture's centre on the belt, pixels; z is up.
    var position: SIMD3<Float>
    var colour: SIMD3<Float>
    /// Irradiance below it, with 1 lighting a white sheet to white.
    var power: Float
}

/// The light tent of an inspection cell. The first lamp is the key light and alone throws shadows.
struct Studio {
    var lamps: [Lamp]
    /// Light from everywhere: the walls of the tent.
    var ambient: SIMD3<Float>
    /// Reach of the dark line where one thing stands on another, pixels.
    var contactShadow: Float
    /// Pixels by which a shadow's edge blurs for each pixel that throws it.
    var penumbra: Float

    /// Lamps flicker, age and get knocked.
    func varied(random: inout SeededRandom) -> Studio {
        var studio = self
        for i in studio.lamps.indices {
            studio.lamps[i].power *= 1 + 0.025 * random.normal()
            studio.lamps[i].position += SIMD3(random.normal(), random.normal(), 0) * 5
        }
        return studio
    }

    /// Light leaving each sample of the surface towards the camera, linear RGB: Lambert's law for what is scattered,
    /// Ward's lobe (1992; narrow across no grain, wide across a grain) for what is mirrored.
    func illuminate(_ surface: Surface) -> LightField {
        let (width, height) = (surface.width, surface.height)
        let scale = Float(Surface.oversampling)
        let relief = surface.points.map(\.relief)
        let tallest = relief.max() ?? 0
        let sky = openness(relief, width, height)
        let eye = SIMD3<Float>(0, 0, 1100)
        let middle = Vector(Float(width), Float(height)) / (2 * scale)
        var light = LightField(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                let i = y * width + x
                let matter = surface.points[i]
                let dx = relief[i + (x + 1 < width ? 1 : 0)] - relief[i - (x > 0 ? 1 : 0)]
                let dy = relief[i + (y + 1 < height ? width : 0)] - relief[i - (y > 0 ? width : 0)]
                let normal = SIMD3<Float>(-dx * scale / 2, -dy * scale / 2, 1).normalized
                let p = SIMD3((Float(x) + 0.5) / scale - middle.x, (Float(y) + 0.5) / scale - middle.y, relief[i])
                let view = (eye - p).normalized
                var sum = ambient * (matter.albedo + SIMD3(repeating: 0.35 * matter.gloss)) * sky[i]
                for (number, lamp) in lamps.enumerated() {
                    let ray = lamp.position - p
                    let distance2 = ray.dot(ray)
                    let towards = ray / distance2.squareRoot()
                    let facing = normal.dot(towards)
                    if facing <= 0 { continue }
                    let reach = lamp.power * lamp.position.dot(lamp.position) / distance2
                    let lit = number == 0
                        ? 1 - shadow(relief, width, height, x, y, towards, tallest: tallest) : 0.4 + 0.6 * sky[i]
                    let mirrored = matter.gloss * lobe(normal, (towards + view).normalized, matter)
                    let out = matter.albedo * facing + SIMD3(repeating: mirrored)
                    sum += lamp.colour * out * (reach * lit)
                }
                light.values[i] = sum
            }
        }
        return light
    }

    private func lobe(_ normal: SIMD3<Float>, _ half: SIMD3<Float>, _ matter: Matter) -> Float {
        let upright = max(normal.dot(half), 1e-3)
        let narrow = 2 / (matter.polish + 2)
        let flat2 = (1 - upright * upright) / (upright * upright)
        if matter.grain == .zero { return exp(-flat2 / narrow) }
        let raw = SIMD3(matter.grain.x, matter.grain.y, 0)
        let along = (raw - normal * raw.dot(normal)).normalized.dot(half) / upright
        let along2 = along * along
        // Across the grain the lobe is five times as wide.
        return exp(-along2 / narrow - max(flat2 - along2, 0) / (25 * narrow))
    }

    /// 1 in the open, less in corners and hollows: how far a sample lies below the mean height around it.
    private func openness(_ relief: [Float], _ width: Int, _ height: Int) -> [Float] {
        let radius = Int(contactShadow * Float(Surface.oversampling))
        let around = boxMean(boxMean(relief, width, height, radius: radius), width, height, radius: radius / 2)
        var sky = [Float](repeating: 1, count: relief.count)
        for i in relief.indices {
            let below = max(around[i] - relief[i], 0)
            sky[i] = 1 / (1 + below * 1.6 / contactShadow)
        }
        return sky
    }

    /// Walks from the sample towards the lamp over the height field: 0 lit ... 1 dark.
    private func shadow(
        _ relief: [Float], _ width: Int, _ height: Int, _ x: Int, _ y: Int, _ towards: SIMD3<Float>, tallest: Float
    ) -> Float {
        let flat = Vector(towards.x, towards.y)
        let run = max(flat.length, 1e-3)
        let rise = towards.z / run
        let step = flat / run
        let base = relief[y * width + x]
        let scale = Float(Surface.oversampling)
        var dark: Float = 0
        var s: Float = 1
        while base + s * rise < tallest + 0.5 {
            let i = Int(Float(x) + step.x * s * scale)
            let j = Int(Float(y) + step.y * s * scale)
            if i < 0 || j < 0 || i >= width || j >= height { break }
            let over = relief[j * width + i] - base - s * rise
            dark = max(dark, smoothstep(-penumbra * s * 0.5, penumbra * s * 0.5 + 0.3, over))
            if dark >= 1 { break }
            s += 0.75
        }
        return dark * 0.92
    }
}

/// Mean over a square window of `2·radius + 1` samples, cut at the edges; running sums, so any radius costs the same.
func boxMean(_ values: [Float], _ width: Int, _ height: Int, radius: Int) -> [Float] {
    func lines(_ input: [Float], count: Int, length: Int, stride: Int, jump: Int) -> [Float] {
        var output = input
        for line in 0..<count {
            let start = line * jump
            var sum: Double = 0
            var (low, high) = (0, 0)
            for k in 0..<length {
                while high < min(k + radius + 1, length) {
                    sum += Double(input[start + high * stride])
                    high += 1
                }
                while low < k - radius {
                    sum -= Double(input[start + low * stride])
                    low += 1
                }
                output[start + k * stride] = Float(sum / Double(high - low))
            }
        }
        return output
    }
    let rows = lines(values, count: height, length: width, stride: 1, jump: width)
    return lines(rows, count: width, length: height, stride: width, jump: 1)
}
