import Canvas
import Disk
import Foundation
import Inspection
import Screens
import SystemPackage

extension Fixture {
    /// Three categories under thresholds of 12; the first with calibration scores, 60 scored parts and 14 verdicts.
    static func tuning(_ size: Size = Size(columns: 80, rows: 24), judged: Bool = true) -> State {
        let names = ["bracket", "gasket", "washer"]
        let parts = names.map { name in (0..<60).map { part(name, $0 % 3 == 0 ? "scratch" : "good", $0) } }
        var state = State(root: FilePath("/parts"))
        send(&state, .resized(size), .opened(zip(names, parts).map { category($0, parts: $1) }))
        send(&state, .tune(.today(Date(timeIntervalSince1970: 86_400))))
        for (name, parts) in zip(names, parts) {
            calibrate(&state, name, threshold: threshold)
            send(
                &state,
                .tune(.calibrationScores(category: name, (0..<40).map { 4 + Float($0 * $0 % 41) * 0.15 })),
                .found(category: name, run: 1, parts.indices.map { finding(parts[$0], score: score($0)) }),
                .inspected(category: name, run: 1))
        }
        if judged {
            var verdicts: [SHA256Digest: Opinion] = [:]
            for index in 0..<16 where index != 7 {
                verdicts[digest(of: parts[0][index])] = index == 5 ? .unsure : index % 3 == 0 ? .reject : .accept
            }
            send(&state, .verdicts(category: "bracket", verdicts))
        }
        show(&state, press(&state, .function(4)))
        return state
    }

    /// Scratched parts score 10 to 24, good ones 3 to 14: they overlap.
    static func score(_ index: Int) -> Float {
        let spread = Float(index * 7 % 29)
        return index % 3 == 0 ? 10.25 + spread * 0.5 : 3.125 + spread * 0.375
    }

    /// Answers what asks for pictures.
    static func show(_ state: inout State, _ effects: [Effect]) {
        let shown = picture()
        for case .loadPicture(let request) in effects { send(&state, .picture(request, shown)) }
    }
}
