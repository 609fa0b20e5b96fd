import Canvas
import Evaluation

/// The rows of the table of consequences.
enum ConsequenceRow {
    case threshold, flagged, yield, yieldInterval
    case falseRejects, falseRejectInterval, escapes, escapeInterval, cost
    case labelledFalseRejects, labelledFalseRejectInterval, labelledEscapes, labelledEscapeInterval, labelledCost

    /// What stands below another row and belongs to it.
    var isInterval: Bool {
        switch self {
        case .yieldInterval, .falseRejectInterval, .escapeInterval, .labelledFalseRejectInterval,
            .labelledEscapeInterval:
            true
        default: false
        }
    }

    /// What is shown, in the order of the screen: the most important that fit in `rows`.
    static func choose(_ rows: Int, hasVerdicts: Bool, hasLabels: Bool) -> [ConsequenceRow] {
        let verdicts: [ConsequenceRow] = [.falseRejects, .escapes]
        let verdictIntervals: [ConsequenceRow] = [.falseRejectInterval, .escapeInterval]
        let labels: [ConsequenceRow] = hasLabels ? [.labelledFalseRejects, .labelledEscapes] : []
        let labelIntervals: [ConsequenceRow] = [.labelledFalseRejectInterval, .labelledEscapeInterval]
        // Before anybody has judged a part, labels are all there is to go by.
        let wanted: [ConsequenceRow] =
            hasVerdicts || !hasLabels
            ? [.threshold, .flagged] + verdicts + verdictIntervals + [.yield, .cost] + labels + [.yieldInterval]
            : [.threshold, .flagged] + labels + labelIntervals + [.yield, .labelledCost, .yieldInterval] + verdicts
        let chosen = wanted.prefix(max(0, rows))
        let order: [ConsequenceRow] = [
            .threshold, .flagged, .yield, .yieldInterval, .falseRejects, .falseRejectInterval, .escapes,
            .escapeInterval, .cost, .labelledFalseRejects, .labelledFalseRejectInterval, .labelledEscapes,
            .labelledEscapeInterval, .labelledCost,
        ]
        return order.filter(chosen.contains)
    }

    func title(_ goals: TuneGoals) -> String {
        switch self {
        case .threshold: "threshold"
        case .flagged: "flagged now"
        case .yield: "yield"
        case .falseRejects: "false rejects"
        case .escapes: "escapes"
        case .cost: "cost \(goals.ratio)"
        case .labelledFalseRejects: "label false rej."
        case .labelledEscapes: "label escapes"
        case .labelledCost: "label cost \(goals.ratio)"
        default: "  95 % within"
        }
    }

    /// - Parameter labelled: the same threshold among parts whose folder has a label.
    func text(_ consequence: Consequence, labelled: Confusion?, _ goals: TuneGoals, width: Int) -> String {
        let judged = consequence.judged
        switch self {
        case .threshold: return Painter.score(consequence.threshold)
        case .flagged: return Self.share(consequence.flagged, of: consequence.scored, width)
        case .yield: return consequence.yield.map(Self.rate) ?? "–"
        case .yieldInterval: return Self.interval(consequence.yieldInterval, of: consequence.scored)
        case .falseRejects: return Self.share(judged.falseRejects, of: judged.good, width)
        case .falseRejectInterval: return Self.interval(consequence.falseRejectInterval, of: judged.good)
        case .escapes: return Self.share(judged.escapes, of: judged.defective, width)
        case .escapeInterval: return Self.interval(consequence.escapeInterval, of: judged.defective)
        case .cost: return judged.good + judged.defective > 0 ? goals.cost(judged) : "–"
        case .labelledFalseRejects: return labelled.map { Self.share($0.falseRejects, of: $0.good, width) } ?? "–"
        case .labelledEscapes: return labelled.map { Self.share($0.escapes, of: $0.defective, width) } ?? "–"
        case .labelledFalseRejectInterval:
            return labelled.map { Self.interval(.wilson($0.falseRejects, of: $0.good), of: $0.good) } ?? "–"
        case .labelledEscapeInterval:
            return labelled.map { Self.interval(.wilson($0.escapes, of: $0.defective), of: $0.defective) } ?? "–"
        case .labelledCost: return labelled.map(goals.cost) ?? "–"
        }
    }

    /// `3/41   7.3 %`: the count as far as it fits, the rate always.
    private static func share(_ count: Int, of all: Int, _ width: Int) -> String {
        guard all > 0 else { return "–" }
        let rate = rate(Double(count) / Double(all))
        let padded = String(repeating: " ", count: max(1, 7 - Columns.count(rate))) + rate
        for counts in ["\(count)/\(all)", "\(count)"] where Columns.count(counts) + Columns.count(padded) <= width {
            return counts + padded
        }
        return rate
    }

    private static func interval(_ interval: RateInterval, of all: Int) -> String {
        guard all > 0 else { return "–" }
        return "\(Columns.fixed(interval.lower * 100, decimals: 1))–\(rate(interval.upper))"
    }

    private static func rate(_ share: Double) -> String { "\(Columns.fixed(share * 100, decimals: 1)) %" }
}
