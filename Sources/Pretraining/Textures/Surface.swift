import Foundation
import Network

/// A material before light falls on it: square, row-major.
struct Surface {
    let side: Int
    /// Where in its palette each pixel is, 0...1.
    var tone: [Float]
    /// In pixels, towards the camera.
    var height: [Float]

    init(side: Int, tone: Float = 0.5) {
        self.side = side
        self.tone = Array(repeating: tone, count: side * side)
        height = Array(repeating: 0, count: side * side)
    }

    /// Asks `body` for tone and height at every place of the pattern.
    @inline(__always)
    mutating func paint(_ pose: Pose, _ body: (Float, Float) -> (tone: Float, height: Float)) {
        let side = side
        tone.withUnsafeMutableBufferPointer { tone in
            height.withUnsafeMutableBufferPointer { height in
                for y in 0..<side {
                    for x in 0..<side {
                        let place = pose.place(Float(x), Float(y))
                        let found = body(place.x, place.y)
                        tone[y * side + x] = found.tone
                        height[y * side + x] = found.height
                    }
                }
            }
        }
    }

    /// Brings the tones to mean 0.5 and the given deviation, so that no texture is flat and none all black and white.
    mutating func spread(_ deviation: Float) {
        let count = Float(tone.count)
        let mean = tone.reduce(0, +) / count
        let variance = tone.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let factor = deviation / max(variance.squareRoot(), 1e-6)
        for i in tone.indices { tone[i] = clamped(0.5 + (tone[i] - mean) * factor) }
    }
}

/// How a pattern lies in one picture.
struct Pose {
    /// Pixels for each of the pattern's.
    let scale: Float
    private let (cosine, sine): (Float, Float)
    private let shift: SIMD2<Float>
    private let middle: Float

    /// - Parameter turn: radians either way.
    init(side: Int, turn: Float, random: inout SeededRandom) {
        scale = random.near(Float(side) / 160, by: 0.15)
        let angle = turn * random.uniform(in: -1...1)
        (cosine, sine) = (cosf(angle), sinf(angle))
        shift = SIMD2(random.uniform(in: 300...700), random.uniform(in: 300...700))
        middle = Float(side) / 2
    }

    @inline(__always)
    func place(_ x: Float, _ y: Float) -> SIMD2<Float> {
        let (u, v) = ((x - middle) / scale, (y - middle) / scale)
        return SIMD2(u * cosine + v * sine, v * cosine - u * sine) + shift
    }

    /// The place in the middle of the picture.
    var centre: SIMD2<Float> { shift }
}

/// A family of textures with the parameters that make a class of it.
protocol Pattern: Sendable {
    /// Draws one more realisation on a surface: a base fills it, an overlay changes what is there.
    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom)
}
