/// What a point of the scene is made of, before any light falls on it.
struct Matter: Equatable {
    /// Share of light scattered, linear, 0 ... 1.
    var albedo: SIMD3<Float>
    /// Height above the belt, in pixels of the photograph.
    var relief: Float
    /// Share of light mirrored, 0 ... 1.
    var gloss: Float = 0.04
    /// How narrow the mirrored lobe is, as a Phong exponent: 5 is satin, 100 nearly polished.
    var polish: Float = 20
    /// Direction of brushing or turning marks, in the picture; zero where there are none.
    var grain: Vector = .zero

    static func blend(_ a: Matter, _ b: Matter, _ t: Float) -> Matter {
        if t <= 0 { return a }
        if t >= 1 { return b }
        return Matter(
            albedo: mix(a.albedo, b.albedo, t), relief: mix(a.relief, b.relief, t),
            gloss: mix(a.gloss, b.gloss, t), polish: mix(a.polish, b.polish, t),
            grain: t < 0.5 ? a.grain : b.grain)
    }
}

/// The scene under the camera, sampled twice as finely as the photograph in each direction.
struct Surface {
    static let oversampling = 2

    let width: Int
    let height: Int
    let pose: Pose
    var points: [Matter]

    /// Evaluates `matter(picture, part)` at every sample; both positions in pixels of the photograph.
    init(size: PictureSize, pose: Pose, matter: (Vector, Vector) -> Matter) {
        width = size.width * Surface.oversampling
        height = size.height * Surface.oversampling
        self.pose = pose
        points = []
        points.reserveCapacity(width * height)
        for y in 0..<height {
            for x in 0..<width {
                let p = Surface.position(x, y)
                points.append(matter(p, pose.part(p)))
            }
        }
    }

    /// Changes every sample whose position on the part lies in the rectangle `low ... high`.
    mutating func alter(in bounds: (low: Vector, high: Vector), _ change: (Vector, inout Matter) -> Void) {
        for y in 0..<height {
            for x in 0..<width {
                let p = pose.part(Surface.position(x, y))
                if p.x < bounds.low.x || p.y < bounds.low.y || p.x > bounds.high.x || p.y > bounds.high.y { continue }
                change(p, &points[y * width + x])
            }
        }
    }

    private static func position(_ x: Int, _ y: Int) -> Vector {
        Vector(Float(x) + 0.5, Float(y) + 0.5) / Float(oversampling)
    }
}

struct PictureSize {
    let width: Int
    let height: Int
    var centre: Vector { Vector(Float(width), Float(height)) / 2 }
}
