import Evaluation
import Foundation
import Testing

/// What figures must fulfil whatever the scores, and what they are by definition, counted the slow way.
struct RankingPropertyTests {
    private struct Sample {
        let scores: [Float]
        let isPositive: [Bool]
    }

    /// `levels` distinct scores at most: few levels, many ties.
    private func sample(seed: UInt64, count: Int, levels: Int) -> Sample {
        var random = SplitMix(seed: seed)
        let isPositive = (0..<count).map { $0 < 2 ? $0 == 0 : Int.random(in: 0..<3, using: &random) == 0 }
        let scores = isPositive.map {
            (Float(Int.random(in: 0..<levels, using: &random)) - Float(levels / 2)) / 8 + ($0 ? 0.25 : 0)
        }
        return Sample(scores: scores, isPositive: isPositive)
    }

    @Test(arguments: [(1, 2, 3), (2, 30, 4), (3, 200, 7), (4, 300, 1), (5, 400, 100_000)] as [(UInt64, Int, Int)])
    func equalsTheDefinitions(seed: UInt64, count: Int, levels: Int) throws {
        let sample = sample(seed: seed, count: count, levels: levels)
        let ranking = try Ranking(scores: sample.scores, isPositive: sample.isPositive)
        let all = Array(zip(sample.scores, sample.isPositive))
        let positives = all.filter(\.1).map(\.0)
        let negatives = all.filter { !$0.1 }.map(\.0)

        var wins = 0.0
        for p in positives { for n in negatives { wins += p > n ? 1 : p == n ? 0.5 : 0 } }
        let auroc = try #require(ranking.auroc())
        #expect(abs(auroc - wins / Double(positives.count * negatives.count)) <= 1e-13)

        var (average, recallBefore, best) = (0.0, 0.0, 0.0)
        for threshold in Set(sample.scores).sorted(by: >) {
            let found = Double(positives.count { $0 >= threshold })
            let alarms = Double(negatives.count { $0 >= threshold })
            let recall = found / Double(positives.count)
            average += (recall - recallBefore) * found / (found + alarms)
            recallBefore = recall
            best = max(best, 2 * found / (found + alarms + Double(positives.count)))
        }
        let precision = try #require(ranking.averagePrecision())
        #expect(abs(precision - average) <= 1e-12)
        let f1 = try #require(ranking.bestF1())
        #expect(abs(f1.value - best) <= 1e-15)
        for step in [f1.lowest, f1.highest] {
            #expect(step.truePositives == positives.count { $0 >= step.threshold })
            #expect(step.falsePositives == negatives.count { $0 >= step.threshold })
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func monotoneTransformsChangeNothing(seed: UInt64) throws {
        let sample = sample(seed: seed, count: 500, levels: 40)
        let ranking = try Ranking(scores: sample.scores, isPositive: sample.isPositive)
        // Steep enough that distinct scores stay distinct.
        for transform in [{ 3 * $0 - 700 }, { $0 * $0 * $0 + $0 }, { Float(exp(Double($0))) }] as [(Float) -> Float] {
            let moved = try Ranking(scores: sample.scores.map(transform), isPositive: sample.isPositive)
            #expect(moved.auroc() == ranking.auroc())
            #expect(moved.averagePrecision() == ranking.averagePrecision())
            #expect(moved.bestF1()?.value == ranking.bestF1()?.value)
        }
    }

    @Test func orderOfPartsChangesNothing() throws {
        let sample = sample(seed: 9, count: 300, levels: 20)
        var random = SplitMix(seed: 10)
        let order = Array(sample.scores.indices).shuffled(using: &random)
        #expect(
            try Ranking(scores: sample.scores, isPositive: sample.isPositive)
                == Ranking(scores: order.map { sample.scores[$0] }, isPositive: order.map { sample.isPositive[$0] }))
    }

    @Test func turningScoresAroundTurnsAUROCAround() throws {
        let sample = sample(seed: 11, count: 400, levels: 30)
        let ranking = try Ranking(scores: sample.scores, isPositive: sample.isPositive)
        let turned = try Ranking(scores: sample.scores.map { -$0 }, isPositive: sample.isPositive)
        let (one, other) = (try #require(ranking.auroc()), try #require(turned.auroc()))
        #expect(abs(one + other - 1) <= 1e-15)
    }

    @Test func curveHoldsItsArea() throws {
        let sample = sample(seed: 12, count: 400, levels: 30)
        let roc = try #require(ROC(Ranking(scores: sample.scores, isPositive: sample.isPositive)))
        #expect(abs(roc.curve.area(upTo: 1) - roc.area) <= 1e-14)
        #expect(roc.curve.points.first == Curve.Point(x: 0, y: 0))
        #expect(roc.curve.points.last == Curve.Point(x: 1, y: 1))
        for (a, b) in zip(roc.curve.points, roc.curve.points.dropFirst()) { #expect(a.x <= b.x && a.y <= b.y) }
    }

    @Test func zerosOfBothSignsAreOneScore() throws {
        let ranking = try Ranking(scores: [-0.0, 0.0, 0.0, -0.0], isPositive: [true, false, true, false])
        #expect(ranking.auroc() == 0.5)
        #expect(ranking.steps.count == 1)
    }

    @Test func extremeScoresKeepTheirOrder() throws {
        let ascending: [Float] = [
            -.infinity, -.greatestFiniteMagnitude, -1, -.leastNormalMagnitude, -.leastNonzeroMagnitude, 0,
            .leastNonzeroMagnitude, .leastNormalMagnitude, 1, Float(1).nextUp, .greatestFiniteMagnitude, .infinity,
        ]
        for i in ascending.indices.dropFirst() {
            let ranking = try Ranking(scores: [ascending[i], ascending[i - 1]], isPositive: [true, false])
            #expect(ranking.auroc() == 1)
            #expect(ranking.steps.map(\.threshold) == [ascending[i]])
        }
    }

    @Test func notANumberIsRefused() {
        #expect(throws: EvaluationError.self) { try Ranking(scores: [1, .nan], isPositive: [true, false]) }
        do {
            _ = try Ranking(scores: [1, .nan], isPositive: [true, false])
        } catch {
            #expect(error.code == .notANumber)
            #expect(error.subject == "score 2")
        }
    }

    @Test func undefinedWithoutBothClasses() throws {
        for isPositive in [[], [true, true], [false, false]] as [[Bool]] {
            let ranking = try Ranking(scores: isPositive.indices.map { Float($0) }, isPositive: isPositive)
            #expect(ranking.auroc() == nil)
            #expect(ranking.averagePrecision() == nil)
            #expect(ranking.bestF1() == nil)
            #expect(ROC(ranking) == nil)
            #expect(PrecisionRecall(ranking) == nil)
        }
    }
}
