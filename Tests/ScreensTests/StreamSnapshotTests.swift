import Canvas
import Screens
import Testing

/// The place Stream, cell by cell.
@Suite struct StreamSnapshotTests {
    private func check(_ state: State, _ name: String, _ capabilities: Capabilities = .full) {
        let size = state.size
        let frame = view(state, size: size, capabilities: capabilities, theme: .graphite)
        let difference = FrameDump.difference(frame, from: "\(name)-\(size.columns)x\(size.rows)")
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test(arguments: SnapshotTests.sizes) func replay(size: Size) {
        check(StreamFixture.running(size), "stream")
    }

    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 60, rows: 20)])
    func drift(size: Size) {
        var state = StreamFixture.running(size, drifts: true)
        StreamFixture.answer(Fixture.press(&state, .up, times: 24), in: &state)
        check(state, "stream-drift")
    }

    @Test(arguments: Capabilities.Colours.allCases) func eachColourDepth(colours: Capabilities.Colours) {
        let state = StreamFixture.running(Size(columns: 80, rows: 24), drifts: true)
        guard colours != .truecolor else { return }
        check(state, "stream-\(colours)", Capabilities(colours: colours, unicode: true))
    }

    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 60, rows: 20)])
    func monochromeASCII(size: Size) {
        check(StreamFixture.running(size, drifts: true), "stream-ascii", .least)
    }

    @Test func noStream() {
        var state = Fixture.station()
        Fixture.send(&state, .resized(Size(columns: 80, rows: 24)))
        Fixture.press(&state, .function(5))
        check(state, "stream-none")
    }
}
