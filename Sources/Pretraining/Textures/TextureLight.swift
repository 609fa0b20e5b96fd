import Foundation
import Network
import Raster

/// How a class of textures reflects light; where the light stands, its colour and the camera's noise change from picture
/// to picture.
struct TextureLight: Sendable {
    /// 0 for grey materials.
    private let saturation: Float
    /// Turns of hue between the darkest and the lightest tone.
    private let hueSpan: Float
    private let dark: Float
    private let bright: Float
    private let relief: Float
    private let gloss: Float
    private let hardness: Float
    private let isMetal: Bool

    init(random: inout SeededRandom) {
        saturation = random.happens(0.55) ? random.uniform(in: 0...0.12) : random.uniform(in: 0.12...0.6)
        hueSpan = random.happens(0.5) ? random.uniform(in: -0.08...0.08) : random.uniform(in: -0.5...0.5)
        dark = random.uniform(in: 0.03...0.25)
        bright = random.uniform(in: 0.5...0.95)
        relief = random.uniform(in: 0.5...1.3)
        gloss = random.happens(0.5) ? random.uniform(in: 0.1...0.9) : 0
        hardness = random.size(in: 6...60)
        isMetal = random.happens(0.5)
    }

    func fall(on surface: Surface, random: inout SeededRandom) -> Image {
        let side = surface.side
        let palette = palette(&random)
        let azimuth = random.angle()
        let elevation = random.uniform(in: 0.5...1.25)
        let light = SIMD3(cosf(azimuth) * cosf(elevation), sinf(azimuth) * cosf(elevation), sinf(elevation))
        let half = light + SIMD3(0, 0, 1)
        let middle = half / (half * half).sum().squareRoot()
        let ambient = random.uniform(in: 0.25...0.5)
        let steep = random.near(relief, by: 0.25)
        // One side of the picture stands nearer to the lamp.
        let falloff = random.uniform(in: 0...0.35) / Float(side)
        let vignette = random.uniform(in: 0...0.25) / Float(side * side)
        let target = random.uniform(in: 0.22...0.6)
        let noise = random.happens(0.6) ? random.size(in: 0.5...7) : 0
        let centre = Float(side) / 2
        let (fallX, fallY) = (falloff * cosf(azimuth), falloff * sinf(azimuth))
        var colours = [SIMD3<Float>](repeating: .zero, count: side * side)
        surface.tone.withUnsafeBufferPointer { tone in
            surface.height.withUnsafeBufferPointer { height in
                colours.withUnsafeMutableBufferPointer { colours in
                    for y in 0..<side {
                        let (up, down) = (max(y - 1, 0) * side, min(y + 1, side - 1) * side)
                        for x in 0..<side {
                            let i = y * side + x
                            let (left, right) = (y * side + max(x - 1, 0), y * side + min(x + 1, side - 1))
                            let dx = steep * 0.5 * (height[right] - height[left])
                            let dy = steep * 0.5 * (height[down + x] - height[up + x])
                            let size = 1 / (1 + dx * dx + dy * dy).squareRoot()
                            let facing = max(0, (light.z - dx * light.x - dy * light.y) * size)
                            let (px, py) = (Float(x) - centre, Float(y) - centre)
                            var lit = ambient + (1 - ambient) * facing / light.z
                            lit *= (1 + fallX * px + fallY * py - vignette * (px * px + py * py))
                            var colour = palette.colour(tone[i]) * lit
                            if gloss > 0 {
                                let mirrored = max(0, (middle.z - dx * middle.x - dy * middle.y) * size)
                                let spark = gloss * powf(mirrored, hardness)
                                colour += isMetal ? colour * (1.6 * spark) : SIMD3(repeating: 0.6 * spark)
                            }
                            colours[i] = colour
                        }
                    }
                }
            }
        }
        return Self.photograph(colours, side, mean: target, noise: noise, grain: random)
    }

    /// As a camera takes it that brings every scene to the mean it was set to, so that brightness tells no class.
    /// - Parameters:
    ///   - mean: grey level, 0...1.
    ///   - noise: standard deviation in grey levels of 255, the same in all channels.
    private static func photograph(
        _ colours: [SIMD3<Float>], _ side: Int, mean: Float, noise: Float, grain: SeededRandom
    ) -> Image {
        let grey = colours.reduce(0 as Float) { $0 + ($1 * SIMD3(0.299, 0.587, 0.114)).sum() } / Float(colours.count)
        let exposure = 255 * min(max(mean / max(grey, 0.01), 0.3), 4)
        var grain = grain
        var pixels = [UInt8](repeating: 0, count: 3 * side * side)
        for i in colours.indices {
            var dust: Float = 0
            if noise > 0 {
                // The sum of three uniform numbers, drawn as one: of variance 1 and nearly normal.
                let bits = grain.next()
                let sum = Float(bits & 0xFFFF) + Float(bits >> 16 & 0xFFFF) + Float(bits >> 32 & 0xFFFF)
                dust = noise * (sum / 32768 - 3)
            }
            let level = colours[i] * exposure + dust
            for k in 0..<3 { pixels[3 * i + k] = level[k] > 0 ? UInt8(min(level[k], 255)) : 0 }
        }
        return Image(width: side, height: side, pixels: pixels)
    }

    /// Hue is any at all, so that colour tells no class; what the class keeps is how far tones lie apart.
    private func palette(_ random: inout SeededRandom) -> Palette {
        let hue = random.uniform()
        let vivid = clamped(random.near(saturation, by: 0.5))
        let (low, high) = (clamped(random.near(dark, by: 0.4)), clamped(random.near(bright, by: 0.25)))
        return Palette(
            stops: (0...4).map { step in
                let t = Float(step) / 4
                return Palette.colour(hue: hue + hueSpan * t, saturation: vivid, value: mixed(low, high, t))
            })
    }
}

/// Colours along a line.
private struct Palette {
    /// Five, evenly spaced, linear between.
    let stops: [SIMD3<Float>]

    @inline(__always)
    func colour(_ tone: Float) -> SIMD3<Float> {
        let place = clamped(tone) * 4
        let i = min(3, Int(place))
        return stops[i] + (stops[i + 1] - stops[i]) * (place - Float(i))
    }

    static func colour(hue: Float, saturation: Float, value: Float) -> SIMD3<Float> {
        let channels = SIMD3<Float>(0, 2 / 3, 1 / 3) + hue
        var colour = SIMD3<Float>()
        for k in 0..<3 {
            let t = abs(fraction(channels[k]) * 6 - 3) - 1
            colour[k] = value * mixed(1, clamped(t), saturation)
        }
        return colour
    }
}
