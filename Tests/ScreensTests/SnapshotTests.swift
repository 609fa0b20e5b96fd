import Canvas
import Screens
import Testing

@Suite struct SnapshotTests {
    static let sizes = [(80, 24), (120, 40), (200, 60), (60, 20), (30, 10)].map { Size(columns: $0, rows: $1) }

    private func check(_ state: State, _ size: Size, _ name: String, _ capabilities: Capabilities = .full) {
        let frame = view(state, size: size, capabilities: capabilities, theme: .graphite)
        let difference = FrameDump.difference(frame, from: "\(name)-\(size.columns)x\(size.rows)")
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test(arguments: sizes) func lines(size: Size) {
        var state = Fixture.station()
        Fixture.send(&state, .resized(size))
        check(state, size, "lines")
    }

    @Test(arguments: sizes) func ledger(size: Size) {
        var state = LedgerFixture.everyKind().open(size)
        Fixture.press(&state, .down, times: 4)
        check(state, size, "ledger")
    }

    @Test func ledgerInEachColourDepth() {
        var state = LedgerFixture.everyKind().open(Size(columns: 80, rows: 24))
        Fixture.press(&state, .down, times: 3)
        check(state, state.size, "ledger-ascii", .least)
        check(state, state.size, "ledger-monochrome", Capabilities(colours: .monochrome, unicode: true))
    }

    @Test func anEmptyLedger() {
        check(LedgerFixture().open(), Size(columns: 80, rows: 24), "ledger-empty")
    }

    @Test(arguments: sizes) func review(size: Size) {
        check(Fixture.review(size), size, "review")
    }

    @Test(arguments: sizes.prefix(3), [Capabilities.Colours.indexed240, .ansi16, .monochrome])
    func reviewInFewerColours(size: Size, colours: Capabilities.Colours) {
        check(Fixture.review(size), size, "review-\(colours)", Capabilities(colours: colours, unicode: true))
    }

    /// Right after a verdict, with the good part beside and a region gone to.
    @Test(arguments: sizes.prefix(4)) func reviewAtWork(size: Size) {
        check(Fixture.reviewAtWork(size), size, "review-at-work")
    }

    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 60, rows: 20), Size(columns: 120, rows: 40)])
    func monochromeASCII(size: Size) {
        check(Fixture.station(), size, "lines-ascii", .least)
        var state = Fixture.review(size)
        Fixture.press(&state, "m")
        check(state, size, "review-ascii", .least)
    }

    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)]) func help(size: Size) {
        var state = Fixture.review(size)
        Fixture.press(&state, "?")
        check(state, size, "help")
    }

    @Test func quitQuestion() {
        var state = Fixture.station()
        Fixture.press(&state, "q")
        check(state, Size(columns: 80, rows: 24), "quit-question")
    }

    @Test func nothingToInspect() {
        var state = State(root: "/parts")
        let size = Size(columns: 80, rows: 24)
        check(state, size, "looking")
        Fixture.send(&state, .opened([]))
        check(state, size, "nothing")
    }

    @Test func aPartThatIsNotInspected() {
        var state = Fixture.station()
        let size = Size(columns: 80, rows: 24)
        Fixture.send(&state, .resized(size))
        for case .loadPicture(let request) in Fixture.press(&state, .enter) {
            Fixture.send(&state, .picture(request, PartPicture(problem: "not a PNG or JPEG file")))
        }
        Fixture.send(&state, .failed("ledger.sqlite: the disk is full; free some space and try again"))
        check(state, size, "not-inspected")
    }
}
