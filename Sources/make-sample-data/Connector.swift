import Glibc

/// A moulded plug housing with two rows of gilt contacts on a grey tray, laid down by hand: it is shifted and turned
/// by more than the parts of the other categories, on purpose.
struct Connector: Scene {
    static let category = "connector"
    static let size = PictureSize(width: 384, height: 288)
    static let studio = Studio(
        lamps: [
            Lamp(position: SIMD3(-380, -360, 520), colour: SIMD3(1.0, 0.99, 0.97), power: 0.98),
            Lamp(position: SIMD3(430, 300, 600), colour: SIMD3(0.95, 0.98, 1.0), power: 0.24),
        ],
        ambient: SIMD3(0.30, 0.31, 0.32), contactShadow: 6, penumbra: 0.4)

    private static let half = Vector(122, 72)
    private static let columns = 8

    /// Contacts: where the tip of each stands off its place, and which are there.
    private var tips: [Vector]
    private var present: [Bool]
    private var unprinted: Set<Int> = []
    private var printShift = Vector.zero
    private var printInk: Float
    private let pose: Pose
    private let tray: Noise
    private let grain: Noise
    private let plastic: SIMD3<Float>
    var flaws: [any Flaw] = []

    init(random: inout SeededRandom) {
        pose = Pose(centre: Connector.size.centre, shift: 5, degrees: 2.6, random: &random)
        tips = (0..<2 * Connector.columns).map { _ in Vector(random.normal(), random.normal()) * 0.2 }
        present = [Bool](repeating: true, count: 2 * Connector.columns)
        printInk = 0.82 + 0.04 * random.normal()
        printShift = Vector(random.normal(), random.normal()) * 0.4
        tray = Noise(seed: random.seed())
        grain = Noise(seed: random.seed())
        plastic = SIMD3(0.008, 0.098, 0.185) * (1 + 0.03 * random.normal())
    }

    func surface() -> Surface {
        let moulded = Lettering("PA66", height: 10)
        let printed = Lettering("LT 4180-2", height: 11, leaving: unprinted)
        return Surface(size: Connector.size, pose: pose) { picture, part in
            let under = trayMatter(at: picture)
            let outline = min(
                roundedBox(part, half: Connector.half, radius: 9),
                // Two ears with a fixing hole each.
                roundedBox(Vector(abs(part.x) - 134, part.y - 20), half: Vector(26, 20), radius: 12))
            if outline > 2 { return under }
            let ear = (Vector(abs(part.x) - 144, part.y - 20)).length
            let body = housing(at: part, outline, ear, moulded, printed)
            let hole = max(outline, 6.5 - ear)
            return Matter.blend(body, under, smoothstep(-0.4, 0.4, hole))
        }
    }

    private func trayMatter(at p: Vector) -> Matter {
        let cloud = tray.fractal(p.x / 70, p.y / 70, octaves: 3)
        let pitted = tray.fractal(p.x * 0.45, p.y * 0.45, octaves: 2)
        let tone = 0.33 * (1 + 0.06 * cloud + 0.05 * pitted)
        return Matter(
            albedo: SIMD3(tone, tone * 0.995, tone * 0.965), relief: 0.16 * pitted, gloss: 0.05, polish: 8)
    }

    private func housing(
        at part: Vector, _ outline: Float, _ ear: Float, _ moulded: Lettering, _ printed: Lettering
    ) -> Matter {
        let spark = grain.fractal(part.x * 0.55, part.y * 0.55, octaves: 3)
        let sink = grain.fractal(part.x / 50, part.y / 50, octaves: 2)
        let main = roundedBox(part, half: Connector.half, radius: 9)
        // The ears are low; the body stands above them; every edge is rounded as the mould was.
        var height: Float = 7 + 17 * (1 - smoothstep(-3, 0.5, main)) - 2.5 * smoothstep(-3, 0, outline)
        height -= 1.2 * (1 - smoothstep(9.2, 10.2, ear))
        // The mating chamber, with a key notch at one end of its wall.
        let chamber = min(
            roundedBox(part - Vector(0, 18), half: Vector(108, 40), radius: 5),
            roundedBox(part - Vector(-74, 60), half: Vector(9, 8), radius: 2))
        let inside = 1 - smoothstep(-1.2, 1.2, chamber)
        height -= 14 * inside
        // A latch ramp on the upper wall and the marks of two ejector pins.
        let latch = roundedBox(part - Vector(72, -46), half: Vector(26, 12), radius: 3)
        height += 4 * (1 - smoothstep(-4, 0.5, latch)) * (0.5 + 0.5 * smoothstep(-60, -34, part.y))
        let pin = min((part - Vector(-103, -46)).length, (part - Vector(31, -46)).length)
        height -= 0.5 * (1 - smoothstep(6, 7, pin))
        height += 0.8 * (1 - smoothstep(0.5, 1.3, moulded.distance(to: part - Vector(72, -46))))
        height += 0.15 * spark + 0.6 * sink

        var matter = Matter(
            albedo: plastic * (1 + 0.05 * sink + 0.06 * spark) * (1 - 0.35 * inside), relief: height,
            gloss: 0.12 * (1 + 0.25 * spark), polish: 16)

        let ink = 1 - smoothstep(0.5, 1.25, printed.distance(to: part - Vector(-37, -46) - printShift))
        let worn = min(max(printInk + 0.35 * grain.fractal(part.x * 0.3, part.y * 0.3, octaves: 2), 0), 1)
        matter.albedo = mix(matter.albedo, SIMD3(0.72, 0.72, 0.68), ink * worn)

        for contact in 0..<2 * Connector.columns where abs(part.y - place(contact).y) < 20 {
            addContact(contact, at: part, to: &matter)
        }
        return matter
    }

    private func place(_ contact: Int) -> Vector {
        Vector((Float(contact % Connector.columns) - 3.5) * 25.5, contact < Connector.columns ? 2 : 36)
    }

    /// A dark socket moulded into the floor, a square gilt pin standing in it.
    private func addContact(_ contact: Int, at part: Vector, to matter: inout Matter) {
        let p = part - place(contact)
        if abs(p.x) > 13 { return }
        let socket = 1 - smoothstep(-0.6, 0.6, roundedBox(p, half: Vector(8, 9), radius: 1.5))
        matter.relief -= 3 * socket
        matter.albedo *= 1 - 0.45 * socket
        guard present[contact] else { return }
        let tip = roundedBox(p - tips[contact], half: Vector(4.2, 4.8), radius: 1.2)
        let cover = 1 - smoothstep(-0.4, 0.4, tip)
        if cover <= 0 { return }
        let rub = grain.fractal(part.x * 0.8, part.y * 0.25 + 50, octaves: 2)
        let gilt = Matter(
            albedo: SIMD3(0.50, 0.335, 0.105) * (1 + 0.15 * rub),
            relief: 19 - 3.5 * smoothstep(-3.5, 0, tip) + 0.05 * rub, gloss: 0.55, polish: 22)
        matter = Matter.blend(matter, gilt, cover)
    }
}

extension Connector {
    static let defects: [DefectKind<Connector>] = [
        DefectKind(label: "contact", severities: [0.2, 0.45, 0.75, 1]) { part, severity, random in
            // Bent by a little, bent against its neighbour, or not there.
            let contact = random.index(below: 2 * Connector.columns)
            if severity == 1 {
                part.present[contact] = false
            } else {
                part.tips[contact] += Vector(random.sign() * mix(4, 9, severity), random.uniform(-1.5, 1.5))
            }
        },
        DefectKind(label: "misprint", severities: [0.2, 0.5, 0.9]) { part, severity, random in
            if severity < 0.3 {
                part.unprinted = [3 + random.index(below: 6)]
            } else if severity < 0.7 {
                part.printInk = 0.16
            } else {
                let first = 3 + random.index(below: 3)
                part.unprinted = [first, first + 1, first + 2]
            }
        },
        DefectKind(label: "scratch", severities: [0.05, 0.25, 0.5, 0.9]) { part, severity, random in
            let start = Vector(random.uniform(-112, 50), random.uniform(-66, -30))
            let curve = Curve(
                from: start, heading: random.uniform(-0.35, 0.35), length: mix(34, 80, severity), wander: 0.01,
                random: &random)
            part.flaws.append(Scratch(
                curve: curve, width: mix(1.4, 2.0, severity), depth: mix(0.4, 0.7, severity),
                bared: SIMD3(0.22, 0.38, 0.46), strength: mix(0.68, 0.92, severity),
                texture: Noise(seed: random.seed())))
        },
        DefectKind(label: "short_shot", severities: [0.25, 0.5, 0.8]) { part, severity, random in
            // The melt did not reach the rim; the corners of the mould fill last.
            let corner = Vector(random.sign() * 116, random.sign() * 66)
            let along = Vector(random.uniform(-12, 12), random.uniform(-4, 4))
            part.flaws.append(Chip(
                centre: corner + along, radius: mix(8, 20, severity), depth: mix(6, 18, severity),
                face: part.plastic * 1.15, strength: 0.8, texture: Noise(seed: random.seed())))
        },
        DefectKind(label: "stain", severities: [0.15, 0.4, 0.7, 1]) { part, severity, random in
            let centre = random.index(below: 3) == 0
                ? Vector(random.uniform(-90, 90), random.uniform(10, 28))
                : Vector(random.uniform(-110, 110), random.uniform(-66, -34))
            part.flaws.append(Stain(
                centre: centre, radius: mix(8, 17, severity), tint: SIMD3(0.7, 0.7, 0.7),
                haze: SIMD3(0.11, 0.10, 0.075), shine: 0.7, strength: mix(0.58, 1.0, severity), rim: 0.2, texture: Noise(seed: random.seed())))
        },
    ]
}
