import Canvas
import Detectors
import Disk
import Foundation
import Inspection
import Raster
import Screens
import SystemPackage

/// A station with three categories: one ready to review, one that was never calibrated, one that failed.
enum Fixture {
    static let threshold: Float = 12

    static func part(_ category: String, _ label: String?, _ number: Int) -> Part {
        let name = "test/\(label ?? "all")/\(number < 10 ? "00" : "0")\(number).png"
        return Part(
            path: FilePath("/parts/\(category)/\(name)"), name: FilePath(name), label: label,
            mask: label == "scratch" ? FilePath("/parts/\(category)/ground_truth/\(number).png") : nil)
    }

    static func category(_ name: String, parts: [Part], good: Int = 40) -> Inspection.Category {
        Inspection.Category(
            name: name, folder: FilePath("/parts/\(name)"),
            calibrationParts: (0..<good).map { part(name, "good", $0 + 100) }, parts: parts)
    }

    static func digest(of part: Part) -> SHA256Digest { SHA256Digest(hashing: part.path.bytes) }

    static func finding(_ part: Part, score: Float?, grid: Plane? = nil) -> Finding {
        Finding(
            part: part, digest: digest(of: part),
            outcome: score.map { .scored(Anomaly(score: $0, grid: grid)) }
                ?? .failed("\(part.name.printable): not a PNG or JPEG file"))
    }

    /// A state in which `name` is calibrated, scored with `scores` (`nil`: NOT INSPECTED) and has a threshold of 12.
    static func ready(
        _ name: String = "bracket", scores: [Float?], threshold: Float = threshold, settings: Settings = Settings(),
        recheckSeed: UInt64? = nil
    ) -> State {
        let parts = scores.indices.map { part(name, $0 % 3 == 0 ? "scratch" : "good", $0) }
        var state = State(root: FilePath("/parts"), settings: settings, recheckSeed: recheckSeed)
        send(&state, .opened([category(name, parts: parts)]))
        calibrate(&state, name, threshold: threshold)
        let run = state.line?.run ?? 0
        send(&state, .found(category: name, run: run, zip(parts, scores).map { finding($0, score: $1) }))
        send(&state, .inspected(category: name, run: run))
        return state
    }

    static func calibrate(_ state: inout State, _ name: String, threshold: Float) {
        send(
            &state,
            .threshold(
                category: name,
                Threshold(
                    value: threshold, author: "ana", time: Date(timeIntervalSince1970: 0),
                    reason: "from good parts alone")))
        send(&state, .calibration(category: name, .ready))
    }

    @discardableResult
    static func send(_ state: inout State, _ actions: Action...) -> [Effect] {
        actions.flatMap { reduce(&state, $0) }
    }

    @discardableResult
    static func press(_ state: inout State, _ keys: String) -> [Effect] {
        keys.unicodeScalars.flatMap { reduce(&state, .key(.character($0))) }
    }

    @discardableResult
    static func press(_ state: inout State, _ key: Key, times: Int = 1) -> [Effect] {
        (0..<times).flatMap { _ in reduce(&state, .key(key)) }
    }

    /// A picture with a bright disc and a map that is hot in one corner of it.
    static func picture(side: Int = 96) -> PartPicture {
        var pixels: [UInt8] = []
        var heat: [Float] = []
        for y in 0..<side {
            for x in 0..<side {
                let (dx, dy) = (x - side / 2, y - side / 2)
                let inside = dx * dx + dy * dy < side * side / 6
                pixels += inside ? [200, 180, UInt8(y * 2)] : [30, 30, 36]
                let (hx, hy) = (Float(x - side / 3), Float(y - side / 3))
                heat.append(20 * max(0, 1 - (hx * hx + hy * hy) / Float(side)))
            }
        }
        return PartPicture(
            image: Image(width: side, height: side, pixels: pixels),
            map: Plane(width: side, height: side, values: heat),
            mask: Mask(width: 1, height: 1, values: [1]), pixels: (900, 900))
    }

    /// The state that the snapshots show: review of the second worst part, with one verdict given.
    static func station() -> State {
        let scores = (0..<27).map { index -> Float? in
            let spread = Float(index * index % 31)
            return index == 5 ? nil : spread * 0.8 + 1.234
        }
        let parts = scores.indices.map { part("bracket", $0 % 3 == 0 ? "scratch" : "good", $0) }
        var state = State(root: FilePath("/parts"))
        send(
            &state,
            .opened([
                category("bracket", parts: parts),
                category("gasket", parts: (0..<12).map { part("gasket", nil, $0) }),
                category("a name with \u{1B}[31m and 漢字", parts: (0..<4).map { part("x", "good", $0) }, good: 1),
                category("washer", parts: (0..<8).map { part("washer", "good", $0) }),
            ]))
        calibrate(&state, "bracket", threshold: threshold)
        send(
            &state,
            .found(
                category: "bracket", run: 1, zip(parts, scores).map { finding($0, score: $1) }))
        send(&state, .inspected(category: "bracket", run: 1))
        send(&state, .calibration(category: "gasket", .running(done: 25, of: 40)))
        send(
            &state,
            .calibration(
                category: "a name with \u{1B}[31m and 漢字", .failed("one good part is too few; at least 2 are needed")))
        // Long enough for the error to have been read.
        send(&state, .tick(now: 2))
        press(&state, .control("x"))
        return state
    }

    static func review(_ size: Size) -> State {
        var state = station()
        send(&state, .resized(size))
        var effects = press(&state, .enter)
        effects += press(&state, "nr")
        effects += press(&state, .right, times: 10)
        let picture = picture()
        for effect in effects {
            switch effect {
            case .loadPicture(let request): send(&state, .picture(request, picture))
            case .record(let judgement): send(&state, .recorded(id: judgement.id))
            default: break
            }
        }
        return state
    }

    /// The third part judged with a reason, the fourth on the screen with its first region and a good part beside.
    static func reviewAtWork(_ size: Size) -> State {
        var state = review(size)
        // On a narrow screen the good part would take the part's place, and nothing could be judged.
        press(&state, size.columns >= 100 ? "xsc " : "xs ")
        let picture = picture()
        func answer(_ effects: [Effect]) {
            for effect in effects {
                switch effect {
                case .loadPicture(let request): answer(send(&state, .picture(request, picture)))
                case .record(let judgement): answer(send(&state, .recorded(id: judgement.id)))
                case .study(.study(let request)):
                    guard let regions = picture.regions(at: request.threshold), let part = state.line?.category.parts
                    else { continue }
                    let shares = DistanceShares(
                        distance: 21,
                        taps: [
                            .init(name: "layer1", share: 0.125), .init(name: "layer2", share: 0.625),
                            .init(name: "layer3", share: 0.25),
                        ])
                    let study = PartStudy(
                        part: part[request.part], digest: request.digest, size: .init(width: 900, height: 900),
                        map: Plane(width: 1, height: 1, values: [0]), regions: regions,
                        shares: regions.regions.map { _ in shares },
                        nearest: [
                            NearestPart(path: "/parts/bracket/train/good/031.png", digest: request.digest, distance: 0.87)
                        ], compared: 40)
                    answer(send(&state, .study(.studied(request, PartInsight(study)))))
                case .study(.goodPart(_, let path)): answer(send(&state, .study(.goodPart(path, picture))))
                default: break
                }
            }
        }
        answer(press(&state, "j"))
        answer(press(&state, "r"))
        answer(press(&state, "."))
        answer(press(&state, "p"))
        answer(press(&state, "a"))
        answer(press(&state, "3"))
        return state
    }
}
