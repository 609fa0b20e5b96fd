import Evaluation
import Testing

struct ConsequenceTests {
    private struct Sample {
        let good: [Float]
        let defective: [Float]
        let all: [Float]
        let calibration: [Float]
        let index: JudgedIndex

        init(_ random: inout SplitMix, levels: Int) throws {
            func scores(_ most: Int, _ range: Range<Int>, _ random: inout SplitMix) -> [Float] {
                (0..<Int.random(in: 0...most, using: &random)).map { _ in
                    Float(Int.random(in: range, using: &random)) / 4
                }
            }
            good = scores(80, -levels..<levels, &random)
            defective = scores(30, 0..<2 * levels, &random)
            all = good + defective + scores(400, -levels..<2 * levels, &random)
            calibration = scores(50, -levels..<levels, &random)
            index = try JudgedIndex(good: good, defective: defective, all: all, calibration: calibration)
        }
    }

    @Test(arguments: [2, 9, 1000])
    func countsEqualTheDefinition(levels: Int) throws {
        var random = SplitMix(seed: UInt64(levels))
        for _ in 0..<40 {
            let sample = try Sample(&random, levels: levels)
            for _ in 0..<20 {
                let t = Float(Int.random(in: -9 * levels..<9 * levels, using: &random)) / 16
                let row = sample.index.consequence(at: t)
                #expect(row.threshold == t)
                #expect(row.flagged == sample.all.count { $0 >= t } && row.scored == sample.all.count)
                #expect(row.judged.falseRejects == sample.good.count { $0 >= t })
                #expect(row.judged.escapes == sample.defective.count { $0 < t })
                #expect(row.judged.good == sample.good.count && row.judged.defective == sample.defective.count)
                #expect(row.calibrationFlagged == sample.calibration.count { $0 >= t })
                #expect(row.calibration == sample.calibration.count)
                #expect(row.yieldInterval == .wilson(sample.all.count { $0 < t }, of: sample.all.count))
                #expect(
                    row.yield == (sample.all.isEmpty ? nil : Double(sample.all.count { $0 < t }) / Double(row.scored)))
            }
        }
    }

    @Test func aHigherThresholdFlagsNoMore() throws {
        var random = SplitMix(seed: 5)
        for _ in 0..<20 {
            let sample = try Sample(&random, levels: 40)
            var last: Consequence?
            for t in stride(from: Float(-12), through: 24, by: 0.125) {
                let row = sample.index.consequence(at: t)
                if let last {
                    #expect(row.flagged <= last.flagged)
                    #expect(row.judged.falseRejects <= last.judged.falseRejects)
                    #expect(row.judged.escapes >= last.judged.escapes)
                    #expect(row.calibrationFlagged <= last.calibrationFlagged)
                    #expect(row.yield ?? 0 >= last.yield ?? 0)
                }
                last = row
            }
        }
    }

    /// Every number at which anything changes, tried one after the other.
    @Test(arguments: [2, 30, 4000])
    func aStepIsTheLeastThatCounts(levels: Int) throws {
        var random = SplitMix(seed: UInt64(levels) + 7)
        for _ in 0..<60 {
            let sample = try Sample(&random, levels: levels)
            let t = Float(Int.random(in: -5 * levels..<9 * levels, using: &random)) / 16
            let judged = sample.good + sample.defective
            let table = ConsequenceTable(sample.index, draft: t, live: 1)
            #expect(table.draft == sample.index.consequence(at: t))
            #expect(table.live == sample.index.consequence(at: 1))
            #expect(ConsequenceTable(sample.index, draft: t, live: nil).live == nil)

            func flagged(_ scores: [Float], _ threshold: Float) -> Int { scores.count { $0 >= threshold } }
            func expected(_ scores: [Float], tighter: Bool) -> Float? {
                let (now, step) = (flagged(scores, t), max(1, (scores.count + 99) / 100))
                let left = tighter ? scores.count - now : now
                guard left > 0 else { return nil }
                let change = min(step, left)
                return tighter
                    ? scores.filter { flagged(scores, $0) >= now + change }.max()
                    : scores.map(\.nextUp).filter { flagged(scores, $0) <= now - change }.min()
            }
            #expect(
                table.tighter?.threshold
                    == expected(judged, tighter: true) ?? expected(sample.all, tighter: true))
            #expect(
                table.looser?.threshold
                    == expected(judged, tighter: false) ?? expected(sample.all, tighter: false))
            if let tighter = table.tighter { #expect(tighter.flagged > table.draft.flagged && tighter.threshold < t) }
            if let looser = table.looser { #expect(looser.flagged < table.draft.flagged && looser.threshold > t) }
        }
    }

    @Test func nothingToCountIsNoTrap() throws {
        let empty = try JudgedIndex(good: [], defective: [], all: [])
        let table = ConsequenceTable(empty, draft: 1, live: .nan)
        #expect(table.tighter == nil && table.looser == nil)
        #expect(table.draft.yield == nil && table.draft.yieldInterval == .wilson(0, of: 0))
        #expect(empty.operatingPoint(at: 1) == nil && empty.roc == nil && empty.precisionRecall == nil)
        let infinite = try JudgedIndex(good: [-.infinity], defective: [.infinity], all: [.infinity, -.infinity])
        #expect(infinite.looser(than: 0) == nil)
        #expect(infinite.tighter(than: 0) == -.infinity)
        #expect(infinite.tighter(than: -.infinity) == nil)
        #expect(infinite.looser(than: -.infinity) == (-Float.infinity).nextUp)
        #expect(throws: EvaluationError.self) { try JudgedIndex(good: [], defective: [], all: [.nan]) }
        #expect(throws: EvaluationError.self) {
            try JudgedIndex(good: [], defective: [], all: [], calibration: [1, .nan])
        }
    }

    /// Each threshold's point lies on the ROC curve.
    @Test func theOperatingPointIsOnTheCurves() throws {
        var random = SplitMix(seed: 11)
        for _ in 0..<30 {
            let sample = try Sample(&random, levels: 12)
            guard let roc = sample.index.roc, let curve = sample.index.precisionRecall else { continue }
            for t in sample.defective {
                let point = try #require(sample.index.operatingPoint(at: t))
                #expect(
                    roc.curve.points.contains { $0.x == point.falseRejectRate && abs($0.y - point.recall) < 1e-12 })
                let step = try #require(curve.points.first { $0.threshold == t })
                #expect(abs(step.recall - point.recall) < 1e-12 && step.precision == point.precision)
            }
            let high = try #require(sample.index.operatingPoint(at: .infinity))
            #expect(high.falseRejectRate == 0 && high.recall == 0 && high.precision == nil)
        }
    }
}
