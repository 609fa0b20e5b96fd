import Network
import Testing

struct RateScheduleTests {
    @Test func constantStaysAfterTheWarmUp() {
        let schedule = RateSchedule(.constant, rate: 0.4, warmUp: 4, total: 10)
        let rates = (0..<6).map { schedule.rate(at: $0) }
        #expect(zip(rates, [0.1, 0.2, 0.3, 0.4, 0.4, 0.4]).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test func cosineFallsFromAllToNothing() {
        let schedule = RateSchedule(.cosine, rate: 2, warmUp: 10, total: 110)
        #expect(schedule.rate(at: 9) == 2 && schedule.rate(at: 10) == 2)
        #expect(abs(schedule.rate(at: 35) - (1 + 0.5.squareRoot())) < 1e-12)
        #expect(abs(schedule.rate(at: 60) - 1) < 1e-12)
        #expect(schedule.rate(at: 109) > 0 && schedule.rate(at: 109) < 1e-3)
        #expect(abs(schedule.rate(at: 110)) < 1e-12 && abs(schedule.rate(at: 500)) < 1e-12)
        #expect(zip(10..<109, 11..<110).allSatisfy { schedule.rate(at: $0) > schedule.rate(at: $1) })
    }

    @Test func stepsFallAtTheirMilestones() {
        let schedule = RateSchedule(.steps(milestones: [5, 8], factor: 0.5), rate: 1, total: 10)
        #expect((0..<10).map { schedule.rate(at: $0) } == [1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25])
    }

    @Test func whatCannotBeMeantSaysSo() {
        #expect(RateSchedule(.cosine, rate: 1, warmUp: 9, total: 10).fault == nil)
        let faults = [
            RateSchedule(.constant, rate: 0, total: 1), RateSchedule(.constant, rate: .nan, total: 1),
            RateSchedule(.constant, rate: 1, total: 0), RateSchedule(.constant, rate: 1, warmUp: 10, total: 10),
            RateSchedule(.constant, rate: 1, warmUp: -1, total: 10),
            RateSchedule(.steps(milestones: [5, 5], factor: 0.1), rate: 1, total: 10),
            RateSchedule(.steps(milestones: [5], factor: 0), rate: 1, total: 10),
        ]
        for schedule in faults { #expect(schedule.fault != nil, "\(schedule)") }
    }
}
