import Glibc

/// A plain-woven upholstery cloth with a coloured stripe, running over a table under the camera: texture everywhere,
/// and every thread a little different.
struct Fabric: Scene {
    static let category = "fabric"
    static let size = PictureSize(width: 320, height: 320)
    static let studio = Studio(
        lamps: [
            Lamp(position: SIMD3(-520, -260, 420), colour: SIMD3(1.0, 0.97, 0.92), power: 1.15),
            Lamp(position: SIMD3(380, 420, 620), colour: SIMD3(0.94, 0.97, 1.0), power: 0.22),
        ],
        ambient: SIMD3(0.26, 0.26, 0.27), contactShadow: 2.2, penumbra: 0.6)

    private static let pitch: Float = 7.6

    private let pose: Pose
    private let drift: Noise
    private let fibres: Noise
    private let threads: Noise
    /// How far the cloth has run, in threads.
    private let phase: Float
    private let dye: Float
    /// Weft threads that are thicker (above 0) or thinner, down to torn (-1), over a stretch of the cloth.
    private var weftFaults: [ThreadFault] = []
    private var warpFaults: [ThreadFault] = []
    var flaws: [any Flaw] = []

    /// One thread that is not as the others between two places along it.
    struct ThreadFault {
        let thread: Int
        let from: Float
        let to: Float
        let swelling: Float

        func effect(on thread: Int, at along: Float) -> Float {
            guard thread == self.thread else { return 0 }
            return swelling * smoothstep(from - 4, from + 4, along) * (1 - smoothstep(to - 4, to + 4, along))
        }
    }

    init(random: inout SeededRandom) {
        pose = Pose(centre: Fabric.size.centre, shift: 1.5, degrees: 0.9, random: &random)
        drift = Noise(seed: random.seed())
        fibres = Noise(seed: random.seed())
        threads = Noise(seed: random.seed())
        phase = random.uniform(0, 2)
        dye = 1 + 0.025 * random.normal()
    }

    func surface() -> Surface {
        Surface(size: Fabric.size, pose: pose) { _, part in matter(at: part) }
    }

    private func matter(at part: Vector) -> Matter {
        // Threads wander slowly, and each has its own thickness.
        let u = part.x / Fabric.pitch + 0.38 * drift.fractal(part.x / 60, part.y / 90, octaves: 2)
        let v = part.y / Fabric.pitch + 0.38 * drift.fractal(part.x / 90 + 50, part.y / 60, octaves: 2) + phase
        let warp = strand(u, along: part.y, part.x, faults: warpFaults, salt: 1000)
        let weft = strand(v, along: part.x, part.y, faults: weftFaults, salt: 2000)
        // Plain weave: over and under by turns; the height follows a wave along each thread.
        let over: Float = (warp.number + weft.number) & 1 == 0 ? 1 : -1
        let waveWarp = over * cos(.pi * (v - v.rounded(.down) - 0.5))
        let waveWeft = -over * cos(.pi * (u - u.rounded(.down) - 0.5))
        let warpHeight = warp.crown > 0 ? 1.1 * waveWarp + 2.0 * warp.crown - 0.6 : -9
        let weftHeight = weft.crown > 0 ? 1.1 * waveWeft + 2.0 * weft.crown - 0.6 : -9
        if max(warpHeight, weftHeight) < -4 {
            // Between the threads one sees the table.
            return Matter(albedo: SIMD3(0.045, 0.045, 0.05), relief: 1, gloss: 0.03, polish: 8)
        }
        let isWarp = warpHeight > weftHeight
        let thread = isWarp ? warp : weft
        let colour = isWarp ? warpColour(warp.number) : SIMD3(0.40, 0.355, 0.285)
        let shade = 1 + 0.08 * threads.lattice(Int32(truncatingIfNeeded: thread.number), isWarp ? 1 : 2)
            + 0.22 * thread.fibre
        return Matter(
            albedo: colour * (shade * dye), relief: 4 + max(warpHeight, weftHeight) + 0.22 * thread.fibre,
            gloss: 0.02, polish: 5)
    }

    private func warpColour(_ number: Int) -> SIMD3<Float> {
        // A stripe of five indigo threads, a thin one of two beside it.
        switch number {
        case 8...12, 15...16: SIMD3(0.050, 0.085, 0.165)
        default: SIMD3(0.345, 0.315, 0.265)
        }
    }

    /// The thread that lies at coordinate `at` across the threads: its number, how high its round back stands there
    /// (0 beside it), and the twisted fibres on it. A swollen thread covers part of its neighbours.
    private func strand(
        _ at: Float, along: Float, _ across: Float, faults: [ThreadFault], salt: Float
    ) -> (number: Int, crown: Float, fibre: Float) {
        let below = Int(at.rounded(.down))
        var best: (number: Int, crown: Float, fibre: Float) = (below, 0, 0)
        for number in below - 1...below + 1 {
            var fault: Float = 0
            for each in faults { fault += each.effect(on: number, at: along) }
            if number != below, fault <= 0 { continue }
            let thickness = 0.92 + 0.10 * threads(along / 40, Float(number) * 3.7 + salt)
                + 0.05 * threads(along / 9, Float(number) * 5.3 + salt) + fault
            let offset = (at - Float(number) - 0.5) * 2
            let t = offset / max(thickness, 0.01)
            let crown = abs(t) < 1 ? (1 - t * t).squareRoot() * max(thickness, 0.8) : 0
            if crown <= best.crown { continue }
            // The yarn's twist: short strokes slanting across the thread; a swollen one is hardly twisted.
            let twist = fibres(along * 0.55 + offset * 2.2, at * 2.6 + salt)
            let fuzz = fibres(along * 1.3, across * 1.3 + salt)
            best = (number, crown, 0.65 * twist + 0.35 * fuzz + 0.4 * max(fault, 0))
        }
        return best
    }
}

extension Fabric {
    static let defects: [DefectKind<Fabric>] = [
        DefectKind(label: "broken_thread", severities: [0.15, 0.4, 0.7, 1]) { part, severity, random in
            let from = random.uniform(-110, 40)
            let fault = ThreadFault(
                thread: random.index(below: 34) - 17, from: from, to: from + mix(30, 64, severity),
                swelling: mix(-0.66, -1.1, severity))
            if random.sign() > 0 { part.weftFaults.append(fault) } else { part.warpFaults.append(fault) }
        },
        DefectKind(label: "hole", severities: [0.1, 0.6]) { part, severity, random in
            let centre = part.anywhere(&random)
            let number = Int((centre.y / Fabric.pitch).rounded(.down))
            let column = Int((centre.x / Fabric.pitch).rounded(.down))
            for k in 0..<(severity > 0.5 ? 3 : 2) {
                let reach = mix(7, 12, severity) + random.uniform(-2, 2)
                part.weftFaults.append(ThreadFault(
                    thread: number + k, from: centre.x - reach, to: centre.x + reach, swelling: -1.1))
                part.warpFaults.append(ThreadFault(
                    thread: column + k - 1, from: centre.y - reach, to: centre.y + reach, swelling: -1.1))
            }
        },
        DefectKind(label: "slub", severities: [0.1, 0.4, 0.8]) { part, severity, random in
            let from = random.uniform(-110, 60)
            part.weftFaults.append(ThreadFault(
                thread: random.index(below: 34) - 17, from: from, to: from + mix(26, 56, severity),
                swelling: mix(0.66, 1.05, severity)))
        },
        DefectKind(label: "stain", severities: [0, 0.2, 0.45, 0.9]) { part, severity, random in
            part.flaws.append(Stain(
                centre: part.anywhere(&random), radius: mix(13, 22, severity), tint: SIMD3(0.42, 0.32, 0.20),
                shine: 1, strength: mix(0.72, 1, severity), rim: 0.25, texture: Noise(seed: random.seed())))
        },
        DefectKind(label: "thread", severities: [0.1, 0.4, 0.8]) { part, severity, random in
            let curve = Curve(
                from: part.anywhere(&random), heading: random.uniform(-.pi, .pi), length: mix(34, 90, severity),
                wander: 0.06, random: &random)
            part.flaws.append(Fibre(
                curve: curve, width: mix(1.6, 2.6, severity),
                albedo: severity > 0.6 ? SIMD3(0.16, 0.02, 0.02) : SIMD3(0.05, 0.05, 0.06), gloss: 0.04,
                lift: 1.2, opacity: mix(0.75, 1, severity)))
        },
    ]

    private func anywhere(_ random: inout SeededRandom) -> Vector {
        Vector(random.uniform(-125, 125), random.uniform(-125, 125))
    }
}
