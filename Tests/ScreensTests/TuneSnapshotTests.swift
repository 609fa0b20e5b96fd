import Canvas
import Screens
import Testing

@Suite struct TuneSnapshotTests {
    private func check(_ state: State, _ size: Size, _ name: String, _ capabilities: Capabilities = .full) {
        let frame = view(state, size: size, capabilities: capabilities, theme: .graphite)
        let difference = FrameDump.difference(frame, from: "\(name)-\(size.columns)x\(size.rows)")
        #expect(difference == nil, "\(difference ?? "")")
    }

    private func drafted(_ size: Size, judged: Bool = true) -> State {
        var state = Fixture.tuning(size, judged: judged)
        Fixture.show(&state, Fixture.press(&state, "]ll"))
        return state
    }

    @Test(
        arguments: [(80, 24), (120, 40), (200, 60), (60, 20), (40, 12), (100, 60)].map { Size(columns: $0, rows: $1) })
    func tune(size: Size) { check(drafted(size), size, "tune") }

    @Test func byLabelsAlone() {
        let size = Size(columns: 120, rows: 40)
        check(drafted(size, judged: false), size, "tune-labels")
    }

    @Test func thePixelSlider() {
        let size = Size(columns: 120, rows: 40)
        var state = drafted(size)
        Fixture.show(&state, Fixture.press(&state, .tab))
        Fixture.show(&state, Fixture.press(&state, "[h"))
        check(state, size, "tune-pixels")
    }

    @Test(arguments: [
        ("indexed240", Capabilities(colours: .indexed240, unicode: true)),
        ("ansi16", Capabilities(colours: .ansi16, unicode: true)),
        ("monochrome", Capabilities(colours: .monochrome, unicode: true)), ("ascii", .least),
    ])
    func otherTerminals(name: String, capabilities: Capabilities) {
        for size in [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 200, rows: 60)] {
            check(drafted(size), size, "tune-\(name)", capabilities)
        }
    }
}
