import Evaluation
import Inspection

/// What a part is known as, as far as setting a threshold goes.
enum ScoreClass: Int, CaseIterable, Sendable {
    /// Good parts that were learnt from, each scored as if it had been left out.
    case calibration
    case judgedGood, judgedBad
    /// Nobody has judged them, or somebody was UNSURE.
    case unjudged

    /// Of a part that was inspected.
    init(_ verdict: HumanVerdict?) {
        switch verdict {
        case .accept: self = .judgedGood
        case .reject: self = .judgedBad
        case .unsure, nil: self = .unjudged
        }
    }
}

/// The scores of a category sorted out by what is known of the parts, so that a slide of the threshold only bisects.
/// Made anew when scores or verdicts have come in.
struct TuneFacts: Equatable, Sendable {
    let category: String
    /// `Line.knowledge` when it was made.
    let knowledge: Int
    let goals: TuneGoals
    /// Ascending, by class.
    let scores: [[Float]]
    /// By people's verdicts.
    let index: JudgedIndex
    /// By the folder that each part came in; `nil` where none has a label. Somebody's word, but not a verdict.
    let labelled: JudgedIndex?
    /// What both curves are drawn from: verdicts, or labels where verdicts of both kinds are missing.
    let curves: TuneCurves?
    let suggestions: [TuneSuggestion]
    /// What the histogram spans.
    let span: ClosedRange<Float>?

    var hasVerdicts: Bool { index.judgedCount > 0 }

    /// - Returns: `nil` where a score is not a number, which neither the queue nor a calibration lets in.
    init?(_ line: Line, goals: TuneGoals) {
        category = line.name
        knowledge = line.knowledge
        self.goals = goals
        var scores: [[Float]] = [line.calibrationScores, [], [], []]
        var all: [Float] = []
        var labels: (good: [Float], bad: [Float]) = ([], [])
        all.reserveCapacity(line.queue.scoredCount)
        scores[ScoreClass.unjudged.rawValue].reserveCapacity(line.queue.scoredCount)
        // The queue has the highest first; read from its end, every class is in order.
        for entry in line.queue.scored.reversed() {
            scores[ScoreClass(line.verdict(entry.part)).rawValue].append(entry.score)
            all.append(entry.score)
            switch line.category.parts[entry.part].isDefective {
            case false: labels.good.append(entry.score)
            case true: labels.bad.append(entry.score)
            case nil: break
            }
        }
        guard
            let index = try? JudgedIndex(
                good: scores[ScoreClass.judgedGood.rawValue], defective: scores[ScoreClass.judgedBad.rawValue],
                all: all, calibration: line.calibrationScores)
        else { return nil }
        let hasLabels = !labels.good.isEmpty || !labels.bad.isEmpty
        labelled = hasLabels ? try? JudgedIndex(good: labels.good, defective: labels.bad, all: []) : nil
        self.index = index
        self.scores = scores
        curves = TuneCurves(index, isByLabel: false) ?? labelled.flatMap { TuneCurves($0, isByLabel: true) }
        suggestions = TuneSuggestion.list(index, labelled: labelled, goals: goals)
        span = Self.span(scores)
    }

    /// From the lowest to the highest score; a few that lie far out are left to the edge, which would otherwise squeeze
    /// all others into a corner.
    private static func span(_ scores: [[Float]]) -> ClosedRange<Float>? {
        var low = Float.infinity
        var high = -Float.infinity
        for list in scores {
            let start = list.partitioningIndex { $0 > -.infinity }
            let finite = list[start..<list.partitioningIndex { !($0 < .infinity) }]
            guard let first = finite.first, let last = finite.last else { continue }
            // Of a hundred parts or more, the outermost hundredth may lie outside if it lies far outside.
            let outer = finite.count / 100
            let (inner, upper) = (finite[start + outer], finite[start + finite.count - 1 - outer])
            let reach = max(upper - inner, 0) * 3
            low = min(low, max(first, inner - reach))
            high = max(high, outer > 0 ? min(last, upper + reach) : last)
        }
        return low <= high && low.isFinite && high.isFinite ? low...high : nil
    }
}
