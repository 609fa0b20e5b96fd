import Canvas
import Foundation
import Screens
import Testing

/// A training as it goes, cell by cell.
@Suite struct TrainingSnapshotTests {
    private static func running(_ step: Int, of steps: Int = 3000) -> TrainingView {
        var view = TrainingView(
            title: "trunk: centring, resnet18 128×128, batch 64, bf16", terms: ["loss", "class", "centre", "accuracy"],
            steps: steps, notice: "Ctrl-C finishes the step, saves the state and says how to go on")
        guard step > 0 else { return view }
        for number in 1...step {
            let fall = exp(-Double(number) / 600)
            let noise = 0.1 * sin(Double(number) * 1.7)
            let own = 2.3 * fall + 0.2 + noise * fall
            for (term, value) in [own + 0.1 * fall, own, fall, 1 - 0.8 * fall].enumerated() {
                view.curves[term].add(value, step: number)
            }
        }
        (view.step, view.rate, view.examplesPerSecond, view.secondsLeft) = (step, 0.000_914, 213.4, 5_400)
        view.shares = [.init("batches", 0.21), .init("network", 0.72), .init("optimiser", 0.07)]
        return view
    }

    private func check(_ view: TrainingView, _ name: String, terminal: Size, _ capabilities: Capabilities = .full) {
        let size = view.size(in: terminal)
        let frame = view.frame(size, theme: .graphite, capabilities: capabilities)
        let difference = FrameDump.difference(frame, from: "\(name)-\(terminal.columns)x\(terminal.rows)")
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 40, rows: 12)])
    func midway(terminal: Size) { check(Self.running(1200), "training", terminal: terminal) }

    @Test func ascii() {
        check(Self.running(1200), "training-ascii", terminal: Size(columns: 80, rows: 24), .least)
    }

    @Test func begins() { check(Self.running(1), "training-first", terminal: Size(columns: 80, rows: 24)) }

    @Test("no terminal is too small", arguments: 1...30)
    func small(columns: Int) {
        for rows in 1...20 {
            for step in [0, 1, 3000] {
                let view = Self.running(step)
                let size = view.size(in: Size(columns: columns, rows: rows))
                #expect(size.columns >= 1 && size.columns < max(2, columns))
                #expect(view.frame(size, theme: .graphite, capabilities: .full).size == size)
            }
        }
    }

    @Test func aLineForAPipe() {
        #expect(Self.running(1200).line.hasPrefix("step 1200 of 3000, loss 0."))
        #expect(Self.running(1200).line.hasSuffix("rate 0.0009140, 213 examples/s, 1 h 30 min left"))
    }

    @Test("curves stay short however long a training is") func thinned() {
        var curve = LossCurve()
        for step in 1...100_000 { curve.add(Double(step), step: step) }
        #expect((200...512).contains(curve.points.count))
        #expect(abs((curve.last ?? 0) - 100_000) < 100)
        curve.add(.nan, step: 100_001)
        #expect(curve.last?.isFinite == true)
    }
}
