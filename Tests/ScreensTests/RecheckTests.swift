import Canvas
import Disk
import Inspection
import Screens
import Testing

/// Judged parts that come back unmarked.
@Suite struct RecheckTests {
    private func judgements(_ effects: [Effect]) -> [Judgement] {
        effects.compactMap { if case .record(let judgement) = $0 { judgement } else { nil } }
    }

    private func review(_ count: Int, share: Double, seed: UInt64 = 5) -> State {
        var settings = Settings()
        settings.standard.recheckShare = share
        var state = Fixture.ready(
            scores: (0..<count).map { Float($0) / 4 + 1 }, threshold: 100, settings: settings, recheckSeed: seed)
        Fixture.press(&state, .enter)
        return state
    }

    /// Judges all there is, alternating verdicts, and confirms each.
    private func judgeAll(_ state: inout State, atMost: Int = 1000) -> [Judgement] {
        var all: [Judgement] = []
        for step in 0..<atMost {
            let given = judgements(Fixture.press(&state, step % 3 == 0 ? "a" : "r"))
            if given.isEmpty { break }
            // Nothing is left but the last part, again and again.
            if let again = given.first, !again.isRecheck, all.contains(where: { $0.digest == again.digest }) { break }
            for judgement in given { Fixture.send(&state, .recorded(id: judgement.id)) }
            all += given
        }
        return all
    }

    @Test func nothingComesBackWithoutASeed() {
        var settings = Settings()
        settings.standard.recheckShare = 1
        var state = Fixture.ready(scores: [5, 4, 3], settings: settings)
        Fixture.press(&state, .enter)
        #expect(judgeAll(&state).count == 3)
    }

    @Test func aShareOfTheJudgedPartsComesBackAndReplacesNothing() {
        var state = review(200, share: 0.1)
        let given = judgeAll(&state)
        let again = given.filter(\.isRecheck)
        #expect((8...34).contains(again.count), "\(again.count) of 200")
        #expect(given.count == 200 + again.count)
        #expect(Set(again.map(\.digest)).count == again.count, "each comes back once")
        for judgement in again {
            let first = given.firstIndex { $0.digest == judgement.digest } ?? 0
            let second = given.firstIndex { $0.id == judgement.id } ?? 0
            #expect(!given[first].isRecheck)
            #expect(second - first > 1, "never the part just judged")
            let part = state.line?.category.parts.firstIndex { $0 == judgement.part } ?? 0
            #expect(state.line?.opinion(part) == given[first].opinion, "what was said first stands")
        }
        // The same parts come back with the same seed, others with another.
        var same = review(200, share: 0.1)
        #expect(judgeAll(&same).filter(\.isRecheck).map(\.digest) == again.map(\.digest))
        var other = review(200, share: 0.1, seed: 6)
        #expect(judgeAll(&other).filter(\.isRecheck).map(\.digest) != again.map(\.digest))
    }

    /// What is on the screen with a part that has come back is what would be there had nobody judged it.
    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 200, rows: 60)])
    func theScreenDoesNotTell(size: Size) throws {
        var state = review(60, share: 1)
        Fixture.send(&state, .resized(size))
        Fixture.press(&state, " ")  // marked, with a reason and a note
        Fixture.press(&state, "r2Nseen before")
        Fixture.press(&state, .enter)
        let first = try #require(state.line?.category.parts[59])
        var count = 1
        while state.line?.cursor != 59, count < 60 {
            Fixture.press(&state, "a")
            count += 1
        }
        #expect(state.line?.cursor == 59)
        #expect(state.shownOpinion == nil)
        let text = view(state, size: size, capabilities: .full, theme: .graphite).text
        #expect(text.contains(first.name.printable))
        #expect(text.contains("not judged"))
        for word in ["seen before", "dent", "marked", "REJECT", "re-check"] {
            let body = text.split(separator: "\n").filter { !$0.contains("reason for") && !$0.contains("2 dent") }
            #expect(!body.joined().contains(word), "\(word)")
        }
        // Leaving and coming back does not tell either.
        Fixture.press(&state, "q")
        Fixture.press(&state, .enter)
        #expect(state.line?.cursor == 59)
        #expect(state.shownOpinion == nil)
        let again = try #require(judgements(Fixture.press(&state, "a")).first)
        #expect(again.isRecheck)
        #expect(again.origin == .given)
    }

    @Test func theCountGoesOnAsIfItWereAnyOther() throws {
        var state = review(60, share: 1)
        var counts: [String] = []
        for _ in 0..<30 {
            for judgement in judgements(Fixture.press(&state, "a")) {
                Fixture.send(&state, .recorded(id: judgement.id))
            }
            let title = view(state, size: Size(columns: 120, rows: 40), capabilities: .full, theme: .graphite).text
                .split(separator: "\n").first ?? ""
            counts.append(String(title.split(separator: " ").last ?? ""))
        }
        #expect(counts == (1...30).map { "\($0)" })
    }

    @Test func undoTakesTheAnswerBackAndIsAsBlind() throws {
        var state = review(60, share: 1)
        var again: Judgement?
        while again == nil { again = judgements(Fixture.press(&state, "a")).first { $0.isRecheck } }
        let judgement = try #require(again)
        #expect(judgements(Fixture.press(&state, "4")).map(\.opinion?.reason) == ["stain"])
        let undone = try #require(judgements(Fixture.press(&state, "z")).first)
        #expect(undone.isRecheck)
        #expect(undone.opinion == nil)
        #expect(undone.digest == judgement.digest)
        #expect(state.shownOpinion == nil)
        let redone = try #require(judgements(Fixture.press(&state, "Z")).first)
        #expect(redone.isRecheck)
        #expect(redone.opinion == Opinion(.accept, reason: "stain"))
    }

    @Test func partsOfEarlierSessionsComeBackToo() {
        var settings = Settings()
        settings.standard.recheckShare = 1
        let parts = (0..<80).map { Fixture.part("bracket", "good", $0) }
        var state = State(root: "/parts", settings: settings, recheckSeed: 1)
        Fixture.send(&state, .opened([Fixture.category("bracket", parts: parts)]))
        let judged = Dictionary(uniqueKeysWithValues: parts.prefix(40).map { (Fixture.digest(of: $0), Opinion.reject) })
        Fixture.send(&state, .verdicts(category: "bracket", judged))
        Fixture.calibrate(&state, "bracket", threshold: 12)
        Fixture.send(
            &state,
            .found(
                category: "bracket", run: 1,
                parts.enumerated().map { Fixture.finding($1, score: Float($0)) }))
        Fixture.press(&state, .enter)
        let again = Set(judgeAll(&state).filter(\.isRecheck).map(\.digest))
        #expect(again.intersection(judged.keys).count == 40)
    }
}
