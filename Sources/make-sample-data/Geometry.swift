import Glibc

/// A position or direction in the picture, in pixels of the finished photograph; y runs down.
typealias Vector = SIMD2<Float>

extension SIMD2<Float> {
    var length: Float { (x * x + y * y).squareRoot() }
    func dot(_ other: Vector) -> Float { x * other.x + y * other.y }

    func turned(by angle: Float) -> Vector {
        Vector(x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle))
    }
}

extension SIMD3<Float> {
    func dot(_ other: SIMD3<Float>) -> Float { (self * other).sum() }
    var normalized: SIMD3<Float> { self / dot(self).squareRoot() }
}

/// 0 up to `low`, 1 from `high`, a smooth step between.
func smoothstep(_ low: Float, _ high: Float, _ x: Float) -> Float {
    let t = min(max((x - low) / (high - low), 0), 1)
    return t * t * (3 - 2 * t)
}

func mix<T: SIMD>(_ a: T, _ b: T, _ t: Float) -> T where T.Scalar == Float { a + (b - a) * t }
func mix(_ a: Float, _ b: Float, _ t: Float) -> Float { a + (b - a) * t }

/// Signed distance to a rectangle with rounded corners around the origin: negative inside.
func roundedBox(_ p: Vector, half: Vector, radius: Float) -> Float {
    let q = Vector(abs(p.x), abs(p.y)) - half + Vector(repeating: radius)
    return Vector(max(q.x, 0), max(q.y, 0)).length + min(max(q.x, q.y), 0) - radius
}

/// Where the part lies in the picture.
struct Pose {
    /// Of the part's origin, in pixels of the photograph, from its top left.
    let origin: Vector
    /// Radians, clockwise on the screen.
    let angle: Float
    private let cosine: Float
    private let sine: Float

    init(origin: Vector, angle: Float) {
        self.origin = origin
        self.angle = angle
        cosine = cos(angle)
        sine = sin(angle)
    }

    /// A part laid down by a machine: off by at most `shift` pixels and `degrees`.
    init(centre: Vector, shift: Float, degrees: Float, random: inout SeededRandom) {
        let offset = Vector(random.uniform(-shift, shift), random.uniform(-shift, shift))
        self.init(origin: centre + offset, angle: random.uniform(-degrees, degrees) * .pi / 180)
    }

    /// From the picture to the part.
    func part(_ p: Vector) -> Vector {
        let q = p - origin
        return Vector(q.x * cosine + q.y * sine, q.y * cosine - q.x * sine)
    }

    /// From the part to the picture, directions only.
    func pictureDirection(_ d: Vector) -> Vector {
        Vector(d.x * cosine - d.y * sine, d.x * sine + d.y * cosine)
    }
}

/// A bent line as a chain of short straight pieces.
struct Curve {
    private(set) var points: [Vector]

    init(_ points: [Vector]) { self.points = points }

    /// Walks from `start` for `length` pixels; the heading starts at `heading` radians and drifts at random by about
    /// `wander` radians a pixel, as a hair falls or a tool slips.
    init(from start: Vector, heading: Float, length: Float, wander: Float, random: inout SeededRandom) {
        let pieces = max(2, Int(length / 2))
        let step = length / Float(pieces)
        var (p, angle, bend) = (start, heading, Float(0))
        points = [p]
        for _ in 0..<pieces {
            bend = 0.85 * bend + wander * 0.5 * random.normal()
            angle += bend * step
            p += Vector(cos(angle), sin(angle)) * step
            points.append(p)
        }
    }

    /// The nearest point: how far it is, on which side (sign), and how far along the curve it lies, 0 ... 1.
    func nearest(to p: Vector) -> (distance: Float, along: Float) {
        var best = Float.infinity
        var along: Float = 0
        for i in 1..<points.count {
            let a = points[i - 1]
            let ab = points[i] - a
            let t = min(max((p - a).dot(ab) / max(ab.dot(ab), 1e-9), 0), 1)
            let d = (p - a - ab * t)
            let square = d.dot(d)
            if square < best {
                best = square
                along = (Float(i - 1) + t) / Float(points.count - 1)
            }
        }
        return (best.squareRoot(), along)
    }

    /// The rectangle around it, grown by `margin`.
    func bounds(margin: Float) -> (low: Vector, high: Vector) {
        var (low, high) = (points[0], points[0])
        for p in points {
            low = Vector(min(low.x, p.x), min(low.y, p.y))
            high = Vector(max(high.x, p.x), max(high.y, p.y))
        }
        return (low - Vector(repeating: margin), high + Vector(repeating: margin))
    }
}
