import Glibc

/// A turned steel flange with six bolt holes on a dark rubber belt: concentric tool marks, hard highlights.
struct Flange: Scene {
    static let category = "flange"
    static let size = PictureSize(width: 320, height: 320)
    static let studio = Studio(
        lamps: [
            Lamp(position: SIMD3(-330, -420, 620), colour: SIMD3(1.0, 0.985, 0.95), power: 0.62),
            Lamp(position: SIMD3(420, 260, 560), colour: SIMD3(0.92, 0.97, 1.0), power: 0.22),
        ],
        ambient: SIMD3(0.30, 0.31, 0.33), contactShadow: 5, penumbra: 0.35)

    private static let outer: Float = 132
    private static let hub: Float = 62
    private static let bore: Float = 37
    private static let boltCircle: Float = 97

    /// Radii of the bolt holes, in order from the right; 0 is a hole that was never drilled.
    private var holes: [Float]
    private var holeOffsets: [Vector]
    private let pose: Pose
    private let belt: (noise: Noise, offset: Vector)
    private let rings: Noise
    private let cast: Noise
    private let steel: SIMD3<Float>
    var flaws: [any Flaw] = []

    init(random: inout SeededRandom) {
        pose = Pose(centre: Flange.size.centre, shift: 1.8, degrees: 1.2, random: &random)
        holes = (0..<6).map { _ in 11.5 + 0.12 * random.normal() }
        holeOffsets = (0..<6).map { _ in Vector(random.normal(), random.normal()) * 0.15 }
        belt = (Noise(seed: random.seed()), Vector(random.uniform(0, 40), random.uniform(0, 40)))
        rings = Noise(seed: random.seed())
        cast = Noise(seed: random.seed())
        steel = SIMD3(0.150, 0.153, 0.160) * (1 + 0.03 * random.normal())
    }

    func surface() -> Surface {
        let marking = Lettering("DN40 PN16", height: 7.6)
        return Surface(size: Flange.size, pose: pose) { picture, part in
            var matter = rubber(at: picture)
            let r = part.length
            if r > Flange.outer + 3 { return matter }
            let body = metal(at: part, r, marking)
            // Through the bore and the bolt holes the belt shows, in the dark.
            var edge = max(r - Flange.outer, Flange.bore - r)
            for (number, radius) in holes.enumerated() where radius > 0 {
                edge = max(edge, radius - (part - centre(ofHole: number)).length)
            }
            matter = Matter.blend(body, matter, smoothstep(-0.35, 0.35, edge))
            return matter
        }
    }

    private func centre(ofHole number: Int) -> Vector {
        Vector(Flange.boltCircle, 0).turned(by: Float(number) * .pi / 3) + holeOffsets[number]
    }

    private func rubber(at picture: Vector) -> Matter {
        let p = picture + belt.offset
        let u = (p.x + p.y) / 7
        let v = (p.x - p.y) / 7
        let pyramid = max(abs(u - u.rounded()), abs(v - v.rounded()))
        let wear = belt.noise.fractal(p.x / 60, p.y / 60, octaves: 3)
        let speck = belt.noise(p.x * 0.9, p.y * 0.9)
        let dust = smoothstep(0.88, 1, speck) * 0.05
        let tone = 0.020 + 0.007 * wear + 0.003 * belt.noise(p.x, p.y * 1.1 + 90) + dust
        return Matter(
            albedo: SIMD3(tone, tone * 1.02, tone * 1.06), relief: 0.9 * (0.5 - pyramid) + 0.1 * speck,
            gloss: 0.03 + 0.012 * wear, polish: 10)
    }

    private func metal(at part: Vector, _ r: Float, _ marking: Lettering) -> Matter {
        let theta = atan2(part.y, part.x)
        // Tool marks: a spiral so fine that it looks like rings, uneven along the turn.
        let wander = cast(cos(theta) * 2 + 40, sin(theta) * 2) * 0.5
        let coarse = rings(r * 0.35 + wander, 3.1)
        let fine = rings(r * 1.3 + wander, 7.7) * 0.6 + rings(r * 2.7, cast(part.x * 0.05, part.y * 0.05) + 11) * 0.5
        let cloudy = cast.fractal(part.x / 45, part.y / 45, octaves: 4)
        var height: Float = 14
        // Raised hub with a filleted step, chamfers at the rim and the bore.
        height += 7 * (1 - smoothstep(Flange.hub - 2.5, Flange.hub + 2.5, r))
        height -= 4 * smoothstep(Flange.outer - 4.5, Flange.outer, r)
        height -= 4 * (1 - smoothstep(Flange.bore, Flange.bore + 4, r))
        // A sealing groove turned into the hub.
        let groove = 1 - smoothstep(1.2, 2.4, abs(r - 50))
        height -= 1.6 * groove
        var countersink: Float = 0
        for (number, radius) in holes.enumerated() where radius > 0 {
            let d = (part - centre(ofHole: number)).length
            countersink = max(countersink, 1 - smoothstep(radius + 0.2, radius + 2.6, d))
        }
        height -= 2.4 * countersink
        height += 0.02 * coarse + 0.028 * fine

        // The marking is engraved around the arc between two holes at the top.
        let arc = Vector((theta + .pi / 2) * (Flange.boltCircle + 1), Flange.boltCircle + 1 - r)
        let engraved = 1 - smoothstep(0.3, 1.0, marking.distance(to: arc))
        height -= 0.5 * engraved

        var albedo = steel * (1 + 0.10 * coarse + 0.10 * fine + 0.10 * cloudy)
        albedo *= 1 - 0.62 * engraved
        let tangent = pose.pictureDirection(Vector(-part.y, part.x) / max(r, 1))
        return Matter(
            albedo: albedo, relief: height,
            gloss: (0.80 + 0.18 * fine + 0.12 * coarse + 0.10 * cloudy) * (1 - 0.5 * engraved), polish: 46,
            grain: countersink > 0.3 ? .zero : tangent)
    }
}

extension Flange {
    static let defects: [DefectKind<Flange>] = [
        DefectKind(label: "dent", severities: [0.1, 0.3, 0.55, 0.9]) { part, severity, random in
            let texture = Noise(seed: random.seed())
            part.flaws.append(Dent(
                centre: part.onFace(&random), radii: Vector(mix(4, 9, severity), mix(3, 6.5, severity)),
                angle: random.uniform(0, .pi), depth: mix(0.8, 3.6, severity), bruise: 0.3 + 0.5 * severity,
                texture: texture))
        },
        DefectKind(label: "hole", severities: [0.1, 0.5, 1]) { part, severity, random in
            // Undersized, blocked half-way by a broken drill, or never drilled.
            let number = random.index(below: 6)
            part.holes[number] = severity == 1 ? 0 : mix(9.3, 7.2, severity)
        },
        DefectKind(label: "scratch", severities: [0, 0.15, 0.35, 0.6, 0.95]) { part, severity, random in
            // Along a chord, so that it stays on the face.
            let start = part.onFace(&random)
            let across = random.sign() * random.uniform(1.9, 2.5)
            let curve = Curve(
                from: start, heading: atan2(start.y, start.x) + across, length: mix(30, 75, severity), wander: 0.012,
                random: &random)
            part.flaws.append(Scratch(
                curve: curve, width: mix(1.0, 1.9, severity), depth: mix(0.25, 0.8, severity),
                bared: SIMD3(0.55, 0.56, 0.58), strength: mix(0.32, 0.85, severity),
                texture: Noise(seed: random.seed())))
        },
        DefectKind(label: "stain", severities: [0, 0.25, 0.5, 0.9]) { part, severity, random in
            part.flaws.append(Stain(
                centre: part.onFace(&random), radius: mix(9, 21, severity), tint: SIMD3(0.50, 0.40, 0.26),
                shine: 0.55, strength: mix(0.35, 0.95, severity), rim: 0.35, texture: Noise(seed: random.seed())))
        },
        DefectKind(label: "swarf", severities: [0.1, 0.5, 0.9]) { part, severity, random in
            let start = part.onFace(&random)
            let across = random.sign() * random.uniform(1.6, 3)
            let curl = Curve(
                from: start, heading: atan2(start.y, start.x) + across, length: mix(16, 55, severity), wander: 0.16,
                random: &random)
            part.flaws.append(Fibre(
                curve: curl, width: mix(1.3, 2.3, severity), albedo: SIMD3(0.42, 0.38, 0.33), gloss: 0.8,
                lift: mix(0.8, 2.5, severity), opacity: mix(0.7, 1, severity)))
        },
    ]

    /// A place on the machined face, clear of the bore and of the bolt holes.
    private func onFace(_ random: inout SeededRandom) -> Vector {
        while true {
            let place = Vector(random.uniform(68, 120), 0).turned(by: random.uniform(-.pi, .pi))
            if holes.indices.allSatisfy({ (place - centre(ofHole: $0)).length > 21 }) { return place }
        }
    }
}
