import Evaluation
import Testing

struct SampleFigureTests {
    @Test func meanAndStandardError() throws {
        let figure = SampleFigure([0.9, 0.8, nil, 0.7])
        #expect(figure.count == 3)
        #expect(figure.undefined == 1)
        #expect(abs(try #require(figure.mean) - 0.8) < 1e-15)
        #expect(abs(try #require(figure.standardDeviation) - 0.1) < 1e-15)
        #expect(abs(try #require(figure.standardError) - 0.1 / 3.0.squareRoot()) < 1e-15)
        #expect(figure.text() == "0.800 ± 0.058")
        #expect(figure.text(decimals: 1) == "0.8 ± 0.1")
    }

    @Test func oneValueHasNoError() {
        let figure = SampleFigure([0.25])
        #expect(figure.mean == 0.25)
        #expect(figure.standardError == nil)
        #expect("\(figure)" == "0.250")
    }

    @Test func nothing() {
        let figure = SampleFigure([nil, nil])
        #expect(figure.mean == nil)
        #expect(figure.standardError == nil)
        #expect(figure.undefined == 2)
        #expect(figure.text() == "–")
    }

    @Test func latency() throws {
        #expect(LatencySummary(seconds: []) == nil)
        #expect(LatencySummary(seconds: [.nan, .infinity]) == nil)
        let one = try #require(LatencySummary(seconds: [0.5]))
        #expect(one.p50 == 0.5 && one.p95 == 0.5 && one.mean == 0.5 && one.count == 1)
        let many = try #require(LatencySummary(seconds: (0...100).reversed().map { Double($0 * $0) }))
        #expect(many.p50 == 2500)
        #expect(many.p95 == 9025)
        #expect(many.mean == 3350)
        let two = try #require(LatencySummary(seconds: [1, 3]))
        #expect(two.p50 == 2)
        #expect(abs(two.p95 - 2.9) < 1e-12)
    }
}
