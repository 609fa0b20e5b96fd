import Evaluation
import Testing

/// `#expect` does not take calls that change what they are called on.
private func same<T: Equatable>(_ value: T, _ wanted: T, location: SourceLocation = #_sourceLocation) {
    #expect(value == wanted, sourceLocation: location)
}

@Suite struct AlarmTests {
    @Test func isRaisedOnceAndAcknowledgedOnce() {
        var alarm = Alarm(calm: 2)
        same(alarm.observe(false), false)
        same(alarm.observe(true), true)
        for _ in 0..<5 { same(alarm.observe(true), false) }
        #expect(alarm.state == .raised)
        same(alarm.acknowledge(), true)
        same(alarm.acknowledge(), false)
        #expect(alarm.state == .acknowledged)
        // It comes and goes: nothing rings.
        for condition in [true, false, true, false, true] { same(alarm.observe(condition), false) }
        #expect(alarm.state == .acknowledged)
        same(alarm.observe(false), false)
        same(alarm.observe(false), false)
        #expect(alarm.state == .armed)
        same(alarm.observe(true), true)
    }

    @Test func staysRaisedUntilSomebodySawIt() {
        var alarm = Alarm(calm: 2)
        same(alarm.observe(true), true)
        for _ in 0..<10 { same(alarm.observe(false), false) }
        #expect(alarm.state == .raised)
        same(alarm.acknowledge(), true)
        #expect(alarm.state == .armed, "its condition has gone long ago")
        same(alarm.acknowledge(), false)
    }

    @Test func runsOfRejects() {
        var run = RunOfRejects(.consecutive(3))
        for (isBad, isPresent) in [
            (true, false), (true, false), (true, true), (true, true), (false, false), (true, false),
        ] {
            run.add(isBad: isBad)
            #expect(run.isPresent == isPresent)
        }
        var most = RunOfRejects(.most(2, of: 4))
        for (isBad, isPresent) in [
            (true, false), (false, false), (false, false), (true, true), (false, false), (true, true), (false, true),
            (false, false),
        ] {
            most.add(isBad: isBad)
            #expect(most.isPresent == isPresent)
        }
    }
}

@Suite struct ControlChartTests {
    private let limits = ControlLimits(scale: .linear, centre: 10, sigma: 1, count: 100)

    @Test func oneBadPartIsNoDriftAndManyAre() {
        var chart = ControlChart(limits: limits)
        for _ in 0..<30 { same(chart.add(score: 10, isGood: true).raised, []) }
        let point = chart.add(score: 1e9, isGood: false)
        #expect(point.raised.isEmpty)
        #expect(point.average == 10.5, "held at 2.5 standard deviations")
        for _ in 0..<30 { same(chart.add(score: 10, isGood: true).raised, []) }
        let raised = (0..<30).map { _ in chart.add(score: 11.5, isGood: true).raised }
        #expect(raised.flatMap { $0 } == [.drift])
        #expect(chart.raised == [.drift])
        same(chart.acknowledge(), [.drift])
        #expect(chart.state(of: .drift) == .acknowledged)
        #expect(chart.raised.isEmpty)
        for _ in 0..<30 { _ = chart.add(score: 10, isGood: true) }
        #expect(chart.state(of: .drift) == .armed)
    }

    @Test func partsWithoutAScoreCountForTheRunAlone() {
        var chart = ControlChart(limits: limits)
        _ = chart.add(score: 11, isGood: true)
        let before = chart.average
        let points = (0..<5).map { _ in chart.add(score: nil, isGood: false) }
        #expect(chart.average == before)
        #expect(points.map(\.raised) == [[], [], [], [], [.rejects]])
        same(chart.add(score: .nan, isGood: false).average, before)
        same(chart.add(score: .infinity, isGood: false).average?.isFinite, true)
    }

    @Test func withoutLimitsThereIsNoAverage() {
        var chart = ControlChart(limits: nil)
        let point = chart.add(score: 5, isGood: true)
        #expect(point.average == nil && point.upper == nil && !point.isOut)
        for _ in 0..<4 { same(chart.add(score: 50, isGood: false).raised, []) }
        same(chart.add(score: 50, isGood: false).raised, [.rejects])
    }

    @Test func bothAlarmsAreRaisedApart() {
        var chart = ControlChart(limits: limits)
        let raised = (0..<6).map { _ in chart.add(score: 99, isGood: false).raised }
        #expect(raised.filter { $0.contains(.drift) }.count == 1)
        #expect(raised[4].contains(.rejects))
        #expect(raised.filter { $0.contains(.rejects) }.count == 1)
    }
}
