import Report
import Testing

struct EstimateTests {
    @Test func meanAndStandardError() throws {
        let estimate = Estimate(runs: [0.9, 0.8, 1.0, 0.9], otherwise: "")
        #expect(abs(try #require(estimate.mean) - 0.9) < 1e-15)
        // s² = (0.01 + 0.01) / 3.
        #expect(abs(try #require(estimate.standardError) - (0.02 / 3 / 4).squareRoot()) < 1e-15)
        #expect(estimate.runs == 4 && estimate.reason == nil)
    }

    @Test func undefinedRunsDoNotCount() {
        #expect(Estimate(runs: [nil, 0.5, .nan], otherwise: "") == .measured(mean: 0.5, standardError: nil, runs: 1))
        #expect(Estimate(runs: [nil, nil], otherwise: "no defective part") == .undefined("no defective part"))
        #expect(Estimate(runs: [], otherwise: "not run").reason == "not run")
        #expect(Estimate.measured(mean: .nan, standardError: 0.1, runs: 2).mean == nil)
    }
}
