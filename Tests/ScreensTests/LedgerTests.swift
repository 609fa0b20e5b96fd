import Canvas
import Disk
import Evaluation
import Inspection
import Screens
import SystemPackage
import Testing

@Suite struct LedgerTests {
    private func cursorRow(_ state: State) -> Int64? { state.ledger.window.item?.entry.row }

    private func requests(_ effects: [Effect]) -> [LedgerRequest] {
        var requests: [LedgerRequest] = []
        for case .ledger(.page(let request)) in effects { requests.append(request) }
        return requests
    }

    @Test func theNewestRowsAreAskedForOnceWhenThePlaceIsOpened() {
        var state = Fixture.station()
        let effects = Fixture.press(&state, .function(6))
        Fixture.send(&state, .tick(now: 3))
        #expect(requests(effects).map(\.part) == [.newest])
        #expect(requests(Fixture.press(&state, "jjk")).isEmpty, "it is on its way")
        let ledger = LedgerFixture(rows: 3)
        ledger.settle(&state, effects)
        #expect(state.ledger.window.items.map(\.entry.row) == [3, 2, 1])
        #expect(requests(Fixture.press(&state, "jjjk")).isEmpty, "all of it is here")
        #expect(cursorRow(state) == 2)
    }

    /// Every row of a long ledger can be reached, both ways, and few are held at a time.
    @Test func aLongLedgerIsReadAsOneScrolls() {
        let ledger = LedgerFixture(rows: 5_000)
        var state = ledger.open()
        var seen: [Int64] = []
        func step(_ key: Key) {
            ledger.settle(&state, Fixture.press(&state, key))
            if let row = cursorRow(state) { seen.append(row) }
            #expect(state.ledger.window.items.count <= 1_500)
        }
        seen.append(cursorRow(state) ?? 0)
        for _ in 0..<4_999 { step(.down) }
        #expect(seen == (1...5_000).reversed())
        #expect(state.ledger.window.above + state.ledger.window.items.count == 5_000)
        seen = []
        for _ in 0..<4_999 { step(.up) }
        #expect(seen == Array(2...5_000))
        #expect(state.ledger.window.above == 0)
    }

    @Test func theEndsAreReachedAtOnce() {
        let ledger = LedgerFixture(rows: 5_000)
        var state = ledger.open()
        ledger.settle(&state, Fixture.press(&state, "G"))
        #expect(cursorRow(state) == 1)
        #expect(
            view(state, size: state.size, capabilities: .full, theme: .graphite).text.contains("row 5,000 of 5,000"))
        ledger.settle(&state, Fixture.press(&state, "kkk"))
        #expect(cursorRow(state) == 4)
        ledger.settle(&state, Fixture.press(&state, "g"))
        #expect(cursorRow(state) == 5_000)
        #expect(state.ledger.window.cursor == 0)
    }

    /// A count leads as far as it says, however few rows are at hand when it is typed.
    @Test func aCountReachesBeyondTheRowsAtHand() {
        let ledger = LedgerFixture(rows: 5_000)
        var state = ledger.open()
        ledger.settle(&state, Fixture.press(&state, "1234"))
        ledger.settle(&state, Fixture.press(&state, "j"))
        #expect(cursorRow(state) == 3_766)
        Fixture.send(&state, .tick(now: 9))
        ledger.settle(&state, Fixture.press(&state, "1230"))
        ledger.settle(&state, Fixture.press(&state, "k"))
        #expect(cursorRow(state) == 4_996)
        Fixture.send(&state, .tick(now: 12))
        ledger.settle(&state, Fixture.press(&state, "9999"))
        ledger.settle(&state, Fixture.press(&state, "j"))
        #expect(cursorRow(state) == 1)
        ledger.settle(&state, Fixture.press(&state, "k"))
        #expect(cursorRow(state) == 2, "what lies beyond the end is not owed")
    }

    @Test func aNewRowAppearsWithoutMovingTheOneUnderTheCursor() {
        var ledger = LedgerFixture(rows: 400)
        var state = ledger.open()
        ledger.settle(&state, Fixture.press(&state, "jjj"))
        let before = cursorRow(state)
        ledger.add(401)
        let effects = Fixture.send(&state, .exported("/tmp/x.csv", rows: 1))
        #expect(requests(effects).map(\.part) == [.news])
        ledger.settle(&state, effects)
        #expect(state.ledger.window.items.first?.entry.row == 401)
        #expect(cursorRow(state) == before)
        #expect(state.ledger.window.total == 401)
    }

    @Test func moreNewRowsThanAPageHoldsLeaveNoGap() {
        var ledger = LedgerFixture(rows: 400)
        var state = ledger.open()
        let before = cursorRow(state)
        for row in 401...1_200 { ledger.add(row) }
        ledger.settle(&state, Fixture.send(&state, .exported("/tmp/x.csv", rows: 1)))
        #expect(cursorRow(state) == before)
        ledger.settle(&state, Fixture.press(&state, .up, times: 1))
        let rows = state.ledger.window.items.map(\.entry.row)
        #expect(rows == Array((rows.last!...rows.first!).reversed()))
        #expect(state.ledger.window.above == 1_200 - Int(rows.first!))
    }

    @Test func onlyALookAtTheLedgerReadsIt() {
        let ledger = LedgerFixture(rows: 10)
        var state = ledger.open()
        Fixture.press(&state, .function(2))
        #expect(requests(Fixture.send(&state, .exported("/tmp/x.csv", rows: 1))).isEmpty)
        Fixture.send(&state, .tick(now: 5))
        #expect(requests(Fixture.press(&state, .function(6))).map(\.part) == [.news])
    }

    @Test func whatIsShownIsNarrowedByKeys() {
        let ledger = LedgerFixture.everyKind()
        var state = ledger.open()
        func press(_ keys: String) {
            for key in keys.unicodeScalars { ledger.settle(&state, Fixture.press(&state, .character(key))) }
        }
        func kinds() -> Set<LedgerEntry.Kind> { Set(state.ledger.window.items.map(\.entry.kind)) }
        press("f")
        #expect(kinds() == [.verdict, .withdrawal])
        press("f")
        #expect(kinds() == [.threshold, .pixelThreshold])
        press("f")
        #expect(kinds() == [.recheck])
        press("f")
        #expect(kinds() == [.alarm, .acknowledgement, .run])
        press("f")
        #expect(kinds() == [.export])
        press("c")
        #expect(state.ledger.window.items.isEmpty, "the export was of all lines")
        press("fc")
        #expect(state.ledger.window.items.count == 12)
        press("a")
        #expect(state.ledger.author == "ana")
        #expect(Set(state.ledger.window.items.map(\.entry.author)) == ["ana"])
        press("aaaa")
        #expect(state.ledger.author == nil)
        press("/week")
        #expect(state.ledger.window.items.map(\.entry.row) == [8])
        ledger.settle(&state, Fixture.press(&state, .escape))
        #expect(state.ledger.window.items.count == 12)
        press("d")
        #expect(state.ledger.window.query?.isToday == true)
    }

    @Test func whoeverTypesAFilterGetsTheRowsForAllOfIt() {
        let ledger = LedgerFixture.everyKind()
        var state = ledger.open()
        Fixture.press(&state, "/")
        let first = Fixture.press(&state, "w")
        let second = Fixture.press(&state, "eek")
        // The answer to the first letter comes late.
        ledger.settle(&state, second)
        #expect(state.ledger.window.items.map(\.entry.row) == [8])
        ledger.settle(&state, first)
        #expect(state.ledger.window.items.map(\.entry.row) == [8])
    }

    @Test func theListFollowsTheLineThatIsChosen() {
        let ledger = LedgerFixture.everyKind()
        var state = ledger.open()
        ledger.settle(&state, Fixture.press(&state, "c"))
        #expect(state.ledger.window.query?.category == "bracket")
        Fixture.press(&state, "q")
        Fixture.press(&state, .down)
        Fixture.send(&state, .tick(now: 9))
        let effects = Fixture.press(&state, .function(6))
        #expect(requests(effects).map(\.query.category) == ["gasket"])
    }

    @Test func enterLeadsToThePart() {
        let ledger = LedgerFixture(rows: 20)
        var state = ledger.open()
        ledger.settle(&state, Fixture.press(&state, "jj"))
        Fixture.press(&state, .enter)
        #expect(state.place == .review)
        #expect(state.line?.name == "bracket")
        #expect(state.line?.cursor == 18)
    }

    @Test func enterSaysWhyItDoesNotLeadThere() {
        var ledger = LedgerFixture.everyKind()
        let gone = LedgerFixture.verdict(Fixture.part("bracket", "hole", 77), .reject)
        ledger.items.append(LedgerFixture.item(13, .verdict(gone)))
        ledger.items.append(LedgerFixture.item(14, .verdict(gone), category: "elsewhere"))
        var state = ledger.open()
        Fixture.press(&state, .enter)
        #expect(state.notices.message?.contains("elsewhere is not open") == true)
        Fixture.press(&state, "j")
        Fixture.press(&state, .enter)
        #expect(state.notices.message?.contains("not in the folder any more") == true)
        Fixture.press(&state, "j")
        Fixture.press(&state, .enter)
        #expect(state.notices.message?.contains("no single part") == true)
        #expect(state.place == .ledger)
    }

    @Test func anExportIsOfWhatIsSelected() {
        let ledger = LedgerFixture(rows: 3)
        var state = ledger.open()
        #expect(Fixture.press(&state, "e") == [.export(category: nil)])
        ledger.settle(&state, Fixture.press(&state, "c"))
        #expect(Fixture.press(&state, "e") == [.export(category: "bracket")])
    }

    @Test func theChainIsFollowedOnceAtATimeAndABreakIsAnError() {
        let ledger = LedgerFixture(rows: 3)
        var state = ledger.open()
        #expect(Fixture.press(&state, "V") == [.ledger(.verify)])
        #expect(Fixture.press(&state, "V").isEmpty)
        let head = LedgerFixture.hash(3)
        func text() -> String { view(state, size: state.size, capabilities: .full, theme: .graphite).text }
        Fixture.send(&state, .ledger(.chain(.done(.sound(rows: 3, head: head), at: LedgerFixture.today))))
        #expect(text().contains("chain sound at 14:30:05: 3 rows, head \(head.description.prefix(12))"))
        #expect(state.notices.errors.isEmpty)
        #expect(Fixture.press(&state, "V") == [.ledger(.verify)])
        Fixture.send(&state, .ledger(.chain(.done(.broken(row: 2, "was altered"), at: LedgerFixture.today))))
        #expect(text().contains("chain broken: row 2 was altered"))
        #expect(state.notices.errors.count == 1)
    }

    @Test func aLedgerThatCannotBeReadIsNotAskedAgainAndAgain() throws {
        var state = Fixture.station()
        let effects = Fixture.press(&state, .function(6))
        Fixture.send(&state, .tick(now: 3))
        let request = try #require(requests(effects).first)
        #expect(requests(Fixture.send(&state, .ledger(.noPage(request, "damaged")))).isEmpty)
        #expect(state.notices.errors.last == "The ledger could not be read: damaged")
        #expect(requests(Fixture.press(&state, "jk")).isEmpty)
        Fixture.press(&state, "q")
        Fixture.send(&state, .tick(now: 9))
        #expect(requests(Fixture.press(&state, .function(6))).count == 1, "coming back tries again")
    }

    @Test func agreementIsAskedForAfterAVerdictAndShown() {
        let ledger = LedgerFixture(rows: 3)
        var state = ledger.open()
        #expect(Fixture.send(&state, .verdicts(category: "bracket", [:])).contains(.ledger(.agreement)))
        #expect(
            !Fixture.send(&state, .verdicts(category: "gasket", [:])).contains(.ledger(.agreement)), "one at a time")
        let pairs = (0..<20).map { (HumanVerdict.accept, $0 < 18 ? HumanVerdict.accept : .reject) }
        #expect(Fixture.send(&state, .ledger(.agreement(["bracket": Agreement(pairs)]))) == [.ledger(.agreement)])
        let text = view(state, size: state.size, capabilities: .full, theme: .graphite).text
        #expect(text.contains("bracket 18 of 20 agree (90 %, 95 % interval 68–99 %)"))
    }

    @Test func nothingOfTheRowsReachesTheScreenRaw() {
        let ledger = LedgerFixture.everyKind()
        for size in [Size(columns: 80, rows: 24), Size(columns: 200, rows: 60), Size(columns: 60, rows: 20)] {
            var state = ledger.open(size)
            for _ in 0..<12 {
                let frame = view(state, size: size, capabilities: .full, theme: .graphite)
                #expect(frame.cells.allSatisfy { GlyphWidth($0.glyph) == .one })
                Fixture.press(&state, .down)
            }
        }
    }

    @Test func thePaletteNarrowsTheRows() {
        let ledger = LedgerFixture.everyKind()
        var state = ledger.open()
        func run(_ line: String) {
            Fixture.press(&state, ":")
            Fixture.press(&state, line)
            ledger.settle(&state, Fixture.press(&state, .enter))
        }
        run("show re-checks")
        #expect(state.ledger.window.items.map(\.entry.kind) == [.recheck])
        run("show all")
        run("by ben")
        #expect(Set(state.ledger.window.items.map(\.entry.author)) == ["ben"])
        run("by anybody")
        #expect(state.ledger.window.items.count == 12)
        #expect(state.notices.errors.isEmpty)
    }
}
