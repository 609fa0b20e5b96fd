import Evaluation
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
        let one = Estimate(runs: [nil, 0.5, .nan], otherwise: "")
        #expect(one.mean == 0.5 && one.standardError == nil && one.runs == 1)
        #expect(Estimate(runs: [nil, nil], otherwise: "no defective part").reason == "no defective part")
        #expect(Estimate(runs: [], otherwise: "not run") == .undefined("not run"))
        let spoilt = Estimate(SampleFigure([.nan]), otherwise: "not a number")
        #expect(spoilt.mean == nil && spoilt.runs == 0 && spoilt.reason == "not a number")
    }
}
