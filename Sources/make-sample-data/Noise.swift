/// Smooth random fields over the plane, for texture that no two parts share.
struct Noise {
    let seed: UInt32

    /// Value noise: random heights at whole coordinates, joined by quintic curves. In -1 ... 1, features of size 1.
    func callAsFunction(_ x: Float, _ y: Float) -> Float {
        let left = x.rounded(.down)
        let top = y.rounded(.down)
        let u = Noise.fade(x - left)
        let v = Noise.fade(y - top)
        let i = Int32(left)
        let j = Int32(top)
        let a = lattice(i, j) + (lattice(i &+ 1, j) - lattice(i, j)) * u
        let b = lattice(i, j &+ 1) + (lattice(i &+ 1, j &+ 1) - lattice(i, j &+ 1)) * u
        return a + (b - a) * v
    }

    /// Fractal sum: each octave half as large and half as strong. Roughly in -1 ... 1.
    func fractal(_ x: Float, _ y: Float, octaves: Int) -> Float {
        var sum: Float = 0
        var amplitude: Float = 0.5
        var (px, py) = (x, y)
        for _ in 0..<octaves {
            sum += amplitude * self(px, py)
            amplitude *= 0.5
            // Turned by about 37° so that the lattices of the octaves do not line up.
            (px, py) = (1.6 * px - 1.2 * py + 17.3, 1.2 * px + 1.6 * py + 5.7)
        }
        return sum
    }

    /// The random height at a whole coordinate, in -1 ... 1.
    func lattice(_ i: Int32, _ j: Int32) -> Float {
        var h = UInt32(bitPattern: i) &* 0x85eb_ca6b ^ UInt32(bitPattern: j) &* 0xc2b2_ae35 ^ seed
        h = (h ^ (h >> 16)) &* 0x7feb_352d
        h = (h ^ (h >> 15)) &* 0x846c_a68b
        h ^= h >> 16
        return Float(h >> 8) * 0x1p-23 - 1
    }

    private static func fade(_ t: Float) -> Float { t * t * t * (t * (t * 6 - 15) + 10) }
}
