import Glibc

/// Something that happened to a finished surface. Positions are on the part, so a flaw moves with it.
protocol Flaw: Sendable {
    func mark(_ surface: inout Surface)
}

/// A tool, a nail or another part slid over the surface: a groove with raised lips.
struct Scratch: Flaw {
    let curve: Curve
    /// Pixels, at its widest; it thins out towards both ends.
    let width: Float
    /// Pixels.
    let depth: Float
    /// What the bared material looks like, and how much of it shows, 0 ... 1.
    let bared: SIMD3<Float>
    let strength: Float
    let texture: Noise

    func mark(_ surface: inout Surface) {
        surface.alter(in: curve.bounds(margin: width * 2 + 2)) { p, matter in
            let (distance, along) = curve.nearest(to: p)
            // The belt beside the part is out of reach.
            if matter.relief < 2 { return }
            // A real scratch skips: its pressure varies along the way.
            let pressure = smoothstep(0, 0.15, along) * smoothstep(1, 0.75, along)
                * min(max(0.75 + 0.6 * texture(along * 9, 0.5), 0.1), 1.2)
            let half = max(width * 0.5 * (0.5 + 0.5 * pressure), 0.25)
            let groove = 1 - smoothstep(half * 0.5, half + 0.45, distance)
            let lip = groove < 1 ? 1 - smoothstep(0, half, abs(distance - half * 1.6)) : 0
            matter.relief += (0.35 * lip - groove) * depth * pressure
            matter.albedo = mix(matter.albedo, bared, min(groove * strength * pressure, 1))
            if groove > 0.5 { matter.grain = .zero }
        }
    }
}

/// Oil, water, ink or heat: a patch with a ragged outline that changes colour and shine but not shape.
struct Stain: Flaw {
    let centre: Vector
    let radius: Float
    /// At full strength the albedo is multiplied by `tint`, as under oil, and `haze` added, as under dust or grease.
    let tint: SIMD3<Float>
    var haze = SIMD3<Float>.zero
    /// Multiplies gloss at full strength; more than 1 where the patch is wet.
    let shine: Float
    let strength: Float
    /// How much darker the dried rim is than the middle, 0 ... 1.
    let rim: Float
    let texture: Noise

    func mark(_ surface: inout Surface) {
        let reach = Vector(repeating: radius * 1.9)
        surface.alter(in: (centre - reach, centre + reach)) { p, matter in
            let q = (p - centre) / radius
            let far = q.length
            // It crept further in some directions than in others, and its edge is ragged.
            let way = q / max(far, 1e-3)
            let crept = 1 + 0.38 * texture(way.x * 1.1 + 3.3, way.y * 1.1 + 8.1)
            let d = far / crept + 0.22 * texture.fractal(p.x * 0.21, p.y * 0.21, octaves: 3)
            let cover = 1 - smoothstep(0.78, 1.0, d)
            if cover <= 0 { return }
            let edge = smoothstep(0.55, 0.9, d)
            let mottled = 0.85 + 0.3 * texture.fractal(p.x * 0.11, p.y * 0.11, octaves: 3)
            let amount = min(cover * strength * mottled * (1 - rim + rim * edge), 1)
            matter.albedo = mix(matter.albedo, matter.albedo * tint + haze, amount)
            matter.gloss *= mix(1, shine, amount)
        }
    }
}

/// A blow: a hollow with a slightly raised rim.
struct Dent: Flaw {
    let centre: Vector
    /// Half-axes, pixels, and the direction of the long one.
    let radii: Vector
    let angle: Float
    let depth: Float
    /// Share of the surface finish that is lost at the bottom, 0 ... 1.
    let bruise: Float
    let texture: Noise

    func mark(_ surface: inout Surface) {
        let reach = Vector(repeating: max(radii.x, radii.y) * 1.8)
        surface.alter(in: (centre - reach, centre + reach)) { p, matter in
            let q = (p - centre).turned(by: -angle) / radii
            let d = q.length * (1 + 0.25 * texture(p.x * 0.12, p.y * 0.12))
            let hollow = exp(-2.2 * d * d)
            let rim = exp(-14 * (d - 1.15) * (d - 1.15))
            matter.relief += depth * (0.12 * rim - hollow)
            matter.albedo *= 1 - 0.35 * bruise * hollow
            matter.gloss *= 1 - 0.5 * bruise * hollow
        }
    }
}

/// A hair, a thread or a curl of swarf lying on the part; it throws a small shadow.
struct Fibre: Flaw {
    let curve: Curve
    let width: Float
    let albedo: SIMD3<Float>
    let gloss: Float
    /// Height of its middle above what it lies on, pixels.
    let lift: Float
    /// 0 ... 1; below 1 for a thin or transparent one.
    let opacity: Float

    func mark(_ surface: inout Surface) {
        surface.alter(in: curve.bounds(margin: width + 2)) { p, matter in
            let (distance, along) = curve.nearest(to: p)
            let half = width * 0.5 * (0.75 + 0.25 * sin(along * 23))
            let cover = (1 - smoothstep(half - 0.3, half + 0.3, distance)) * opacity
            if cover <= 0 { return }
            let round = max(1 - distance * distance / (half * half), 0).squareRoot()
            matter.albedo = mix(matter.albedo, albedo * (0.6 + 0.4 * round), cover)
            matter.gloss = mix(matter.gloss, gloss, cover)
            matter.relief += cover * (lift + 0.5 * width * round)
            matter.grain = .zero
        }
    }
}

/// Material broken away, or never filled in: a ragged hollow down to `floor`, with a rough face of its own.
struct Chip: Flaw {
    let centre: Vector
    let radius: Float
    /// Relief is cut down by this much at most, pixels; never below zero.
    let depth: Float
    /// Colour of the broken face, and how much it replaces the old one.
    let face: SIMD3<Float>
    let strength: Float
    let texture: Noise

    func mark(_ surface: inout Surface) {
        let reach = Vector(repeating: radius * 1.7)
        surface.alter(in: (centre - reach, centre + reach)) { p, matter in
            let q = (p - centre) / radius
            let ragged = texture.fractal(p.x * 1.4 / radius, p.y * 1.4 / radius, octaves: 4)
            let cover = 1 - smoothstep(0.8, 0.95, q.length + 0.6 * ragged)
            // The belt beside the part stays as it is.
            if cover <= 0 || matter.relief < 2 { return }
            let rough = texture.fractal(p.x * 0.22, p.y * 0.22, octaves: 3)
            let cut = depth * cover * min(max(1.1 - q.length * 0.5 + 0.22 * rough, 0.2), 1.2)
            matter.relief = max(matter.relief - cut, 0.5)
            matter.albedo = mix(matter.albedo, face * (1 + 0.3 * rough), cover * strength)
            matter.gloss *= 1 - 0.6 * cover
            if cover > 0.5 { matter.grain = .zero }
        }
    }
}
