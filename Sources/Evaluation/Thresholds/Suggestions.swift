import Foundation

/// A threshold that is worth a look, and why.
public struct Suggestion: Equatable, Sendable {
    public enum Kind: CaseIterable, Sendable {
        /// From good parts alone, with the rate of false rejects that it promises.
        case goodParts
        /// The best harmonic mean of precision and recall on judged parts.
        case bestF1
        /// The least cost of false rejects and escapes on judged parts.
        case leastCost
        /// Half way between the judged good and the judged defective parts, where nothing overlaps.
        case midway
    }

    public let kind: Kind
    /// Flag when `score >= value`; `nil` where it cannot be given.
    public let value: Float?
    /// One sentence with its numbers: what the value does, or why there is none.
    public let explanation: String

    public var name: String {
        switch kind {
        case .goodParts: "good parts alone"
        case .bestF1: "best F1"
        case .leastCost: "least cost"
        case .midway: "midway"
        }
    }
}

/// Every suggestion for a category, in the order of `Suggestion.Kind.allCases`. O(n): made when parts, verdicts, the
/// target or the prices change, and not while a threshold slides.
public struct Suggestions: Equatable, Sendable {
    public let all: [Suggestion]

    public subscript(kind: Suggestion.Kind) -> Suggestion? { all.first { $0.kind == kind } }

    /// - Parameters:
    ///   - target: the rate of false rejects that is asked for.
    ///   - escapePrice: what an escape costs, with a false reject costing 1.
    /// - Precondition: `1e-9 <= target < 1`; `escapePrice` finite and not negative.
    public init(_ index: JudgedIndex, target: Double, escapePrice: Double) {
        let judged = index.judged
        let ranking = judged.ranking
        all = [
            Self.goodParts(index.calibration, target), Self.bestF1(judged, ranking),
            Self.leastCost(judged, ranking, escapePrice), Self.midway(judged),
        ]
    }

    private static func goodParts(_ scores: [Float], _ target: Double) -> Suggestion {
        do {
            guard let found = try ThresholdSuggestion(goodScores: scores, target: target) else {
                return Suggestion(kind: .goodParts, value: nil, explanation: "There are no scores of good parts yet.")
            }
            let promise = "At most \(percent(found.certifiedRate)) of good parts will be flagged"
            let seen = "\(found.flaggedAmongSeen) of these \(found.count) are"
            return Suggestion(
                kind: .goodParts, value: found.threshold,
                explanation: found.reachesTarget
                    ? "\(promise) on average, as far as they are like the \(parts(found.count, "good")) learnt from; \(seen)."
                    : "\(promise) on average: \(parts(found.count, "good")) cannot promise \(percent(target)), for which "
                        + "it takes \(ThresholdSuggestion.partsNeeded(for: target)).")
        } catch {
            return Suggestion(kind: .goodParts, value: nil, explanation: "\(error.description.capitalizedFirst).")
        }
    }

    private static func bestF1(_ judged: JudgedScores, _ ranking: Ranking) -> Suggestion {
        guard let best = ranking.bestF1() else {
            return Suggestion(kind: .bestF1, value: nil, explanation: lack(judged))
        }
        return Suggestion(
            kind: .bestF1, value: best.highest.threshold,
            explanation: "F1 is \(String(format: "%.3f", best.value)): it finds \(best.highest.truePositives) of "
                + "\(parts(ranking.positives, "judged defective")) and flags \(best.highest.falsePositives) of "
                + "\(parts(ranking.negatives, "good")).")
    }

    private static func leastCost(_ judged: JudgedScores, _ ranking: Ranking, _ price: Double) -> Suggestion {
        guard !judged.good.isEmpty, !judged.defective.isEmpty else {
            return Suggestion(kind: .leastCost, value: nil, explanation: lack(judged))
        }
        let least = LeastCost(ranking, falseReject: 1, escape: price)
        let prices = "With an escape at \(number(price)) times the price of a false reject"
        guard let threshold = least.threshold else {
            return Suggestion(
                kind: .leastCost, value: nil, explanation: "\(prices), flagging none of the judged parts costs least.")
        }
        return Suggestion(
            kind: .leastCost, value: threshold,
            explanation: "\(prices), the judged parts cost \(number(least.cost)): "
                + "\(count(least.confusion.falseRejects, "false reject")) and \(count(least.confusion.escapes, "escape"))."
        )
    }

    private static func midway(_ judged: JudgedScores) -> Suggestion {
        guard let highest = judged.good.last, let lowest = judged.defective.first else {
            return Suggestion(kind: .midway, value: nil, explanation: lack(judged))
        }
        guard highest < lowest else {
            let above = judged.good.count - AscendingScores.countBelow(lowest, in: judged.good)
            return Suggestion(
                kind: .midway, value: nil,
                explanation: "No threshold separates them: \(above) of \(parts(judged.good.count, "judged good")) "
                    + "\(above == 1 ? "scores" : "score") as high as a defective one.")
        }
        guard highest.isFinite, lowest.isFinite else {
            return Suggestion(kind: .midway, value: nil, explanation: "Half way to an infinite score is nowhere.")
        }
        // In double precision, so that it cannot overflow; rounded it may land on the good part itself.
        let middle = Float((Double(highest) + Double(lowest)) / 2)
        return Suggestion(
            kind: .midway, value: max(middle, highest.nextUp),
            explanation: "Nothing overlaps: \(parts(judged.good.count, "judged good")) up to \(score(highest)), "
                + "\(parts(judged.defective.count, "defective")) from \(score(lowest)) on.")
    }

    // MARK: Words

    private static func lack(_ judged: JudgedScores) -> String {
        "It takes judged parts of both kinds; so far there are \(judged.good.count) good and "
            + "\(judged.defective.count) defective."
    }

    private static func parts(_ count: Int, _ kind: String) -> String {
        "\(count) \(kind) \(count == 1 ? "part" : "parts")"
    }

    private static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    private static func score(_ value: Float) -> String { String(format: "%.3f", Double(value)) }

    private static func percent(_ rate: Double) -> String {
        // As many digits as the rate has, but none that it has not: 0.1 %, 0.83 %, 25 %.
        String(format: "%.3g %%", rate * 100)
    }

    private static func number(_ value: Double) -> String { String(format: "%.6g", value) }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
