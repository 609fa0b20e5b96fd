import Evaluation
import Testing

/// What a reference file says of one set of scores.
struct ExpectedFigures {
    let values: [String: Any]

    init(_ json: Any?) throws {
        values = try #require(json as? [String: Any])
    }

    /// `nil` where the file says `null`.
    func number(_ name: String) -> Double? { values[name] as? Double }

    func expect(_ figure: Double?, is name: String, _ comment: Comment) {
        #expect(values[name] != nil, "the file has no \(name)")
        switch (figure, number(name)) {
        case (nil, nil): break
        case (let figure?, let expected?): #expect(abs(figure - expected) <= 1e-11, "\(name) of \(comment)")
        case (let figure, let expected):
            Issue.record("\(name) of \(comment) is \(String(describing: figure)), not \(String(describing: expected))")
        }
    }

    /// - Parameter name: of the entry with F1, its thresholds and the counts there.
    func expect(_ best: BestF1?, is name: String, positives: Int, _ comment: Comment) throws {
        guard let expected = values[name] as? [String: Any] else { return #expect(best == nil, comment) }
        let best = try #require(best, comment)
        let f1 = try #require(expected["f1"] as? Double)
        #expect(abs(best.value - f1) <= 1e-15, comment)
        // Thresholds are scores, so exact as Float; reading decimals may miss the last digit of a Double.
        let lowest = try #require(expected["threshold_lowest"] as? Double)
        let highest = try #require(expected["threshold_highest"] as? Double)
        #expect(best.lowest.threshold == Float(lowest), comment)
        #expect(best.highest.threshold == Float(highest), comment)
        #expect(best.count == expected["n_optimal_thresholds"] as? Int, comment)
        for (step, place) in [(best.lowest, "at_lowest"), (best.highest, "at_highest")] {
            let counts = try #require(expected[place] as? [String: Int])
            #expect(step.truePositives == counts["tp"], comment)
            #expect(step.falsePositives == counts["fp"], comment)
            #expect(positives - step.truePositives == counts["fn"], comment)
        }
    }
}
