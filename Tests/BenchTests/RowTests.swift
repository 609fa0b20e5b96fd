import Bench
import Foundation
import Testing

struct RowTests {
    @Test("a target bounds the ratio where there is one")
    func ratios() {
        let row = Row(
            .network, "network", ours: .init(60, "GFLOP/s"), beside: ("ceiling", .init(80, "GFLOP/s")),
            target: .atLeast(0.75))
        #expect(row.ratio == 0.75 && row.isMet == true)
        let slower = Row(
            .network, "network", ours: .init(59, "GFLOP/s"), beside: ("ceiling", .init(80, "GFLOP/s")),
            target: .atLeast(0.75))
        #expect(slower.isMet == false)
    }

    @Test("and the figure itself where there is none")
    func figures() {
        #expect(Row(.memory, "memory", ours: .init(350, "MB"), target: .atMost(350)).isMet == true)
        #expect(Row(.memory, "memory", ours: .init(350.1, "MB"), target: .atMost(350)).isMet == false)
        #expect(Row(.throughput, "rate", ours: .init(1, "images/s")).isMet == nil)
    }

    @Test("what could not be measured, or is no number, is not met and not hidden")
    func failures() {
        let failed = Row(.station, "station", ours: nil, target: .atMost(16), note: "failed: no terminal")
        #expect(failed.isMet == false)
        #expect(Table.cells(failed) == ["station", "not measured", "–", "–", "≤ 16.0", "no"])
        #expect(Row(.station, "station", ours: .init(.nan, "ms"), target: .atMost(16)).isMet == false)
    }

    @Test("cells say the figure, what stands beside it, the bound and yes or no")
    func cells() {
        let row = Row(
            .scoring, "scoring", ours: .init(30.04, "GB/s"), beside: ("reading", .init(40, "GB/s")),
            target: .atLeast(0.6))
        #expect(Table.cells(row) == ["scoring", "30.0 GB/s", "40.0 GB/s (reading)", "0.751", "≥ 0.600", "yes"])
        #expect(Table.cells(row).count == Table.header.count)
    }

    @Test("figures keep three digits")
    func digits() {
        let expected: [(Double, String)] = [
            (0.12345, "0.123"), (1.2345, "1.23"), (12.345, "12.3"), (1234.5, "1234"), (0, "0"), (.nan, "–"),
        ]
        for (value, text) in expected { #expect(Figure.text(value) == text) }
    }
}
