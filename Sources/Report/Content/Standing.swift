import Evaluation

/// Which method is ahead in one figure, by how much, and whether that says anything.
struct Standing {
    struct Entry {
        let method: ComparisonReport.Method
        let mean: Double
        /// Over seeds; `nil` where a single run leaves it unknown, or where seeds changed nothing. Other parts would give
        /// another figure all the same, so that is no certainty.
        let error: Double?
        let estimate: Estimate
    }

    let figure: QualityFigure
    /// Highest mean first; equal ones in the report's order.
    let entries: [Entry]
    /// Why methods are missing from `entries`, each reason once.
    let reasons: [String]

    init(_ figure: QualityFigure, _ category: ComparisonReport.Category, _ methods: [ComparisonReport.Method]) {
        self.figure = figure
        var entries: [Entry] = []
        var reasons: [String] = []
        for method in methods {
            guard let estimate = category.results[method.id]?.figures[figure] else { continue }
            if let mean = estimate.mean {
                let error = estimate.standardError.flatMap { $0 > 1e-9 ? $0 : nil }
                entries.append(Entry(method: method, mean: mean, error: error, estimate: estimate))
            } else if let reason = estimate.reason, !reasons.contains(reason) {
                reasons.append(reason)
            }
        }
        self.entries = entries.enumerated().sorted { a, b in
            (b.element.mean, a.offset) < (a.element.mean, b.offset)
        }.map(\.element)
        self.reasons = reasons
    }

    /// How the others compare with the best.
    enum Distance: Equatable {
        case equal, overlapping, apart
        /// A single run: no error is known.
        case unknown
    }

    func distance(to entry: Entry) -> Distance {
        guard let best = entries.first else { return .unknown }
        let (a, b) = (Decimals.fixed(best.mean, Decimals.ofFigures), Decimals.fixed(entry.mean, Decimals.ofFigures))
        if a == b { return .equal }
        guard let bestError = best.error, let error = entry.error else { return .unknown }
        return best.mean - bestError <= entry.mean + error ? .overlapping : .apart
    }

    /// One honest sentence.
    var sentence: Sentence {
        let figure = figure.title
        guard let best = entries.first else {
            let why = reasons.isEmpty ? "" : ": " + reasons.joined(separator: "; ")
            return "\(figure.capitalisedFirst) is undefined\(why)."
        }
        let value = Decimals.estimate(best.estimate)
        guard entries.count > 1 else { return "\(figure.capitalisedFirst) of \(name: best.method.name) is \(value)." }
        let next = entries[1]
        let equal = entries.filter { distance(to: $0) == .equal }
        if equal.count > 1 { return "\(names: equal.map(\.method.name)) stand equal in \(figure), at \(value)." }
        let gap = Decimals.fixed(best.mean - next.mean, Decimals.ofFigures)
        let lead: Sentence = """
            \(name: best.method.name) leads \(name: next.method.name) by \(gap) in \(figure) \
            (\(value) against \(Decimals.estimate(next.estimate)))
            """
        switch distance(to: next) {
        case .overlapping, .equal:
            let all = entries.dropFirst().filter { distance(to: $0) == .overlapping }.map(\.method.name)
            let whose: Sentence =
                all.count > 1 ? "the standard errors of \(names: all) overlap its own" : "their standard errors overlap"
            return "\(lead), but \(whose): these runs do not tell them apart."
        case .apart: return "\(lead); over seeds, their standard errors do not overlap."
        case .unknown: return "\(lead), with no error known of at least one of them: a hint, no more."
        }
    }

    /// What the standard error over runs leaves out: with few parts, which ones happened to be judged decides more than
    /// the method. `nil` where there are enough.
    static func caution(_ category: ComparisonReport.Category) -> Sentence? {
        let (good, defective) = (category.goodParts, category.defectiveParts)
        guard good > 0, defective > 0, min(good, defective) < fewParts else { return nil }
        let few = good < defective ? counted(good, "good part") : counted(defective, "defective part")
        return "Only \(few) \(min(good, defective) == 1 ? "was" : "were") judged: other parts may well turn this round."
    }

    /// Of n parts of a class one alone moves an image figure by up to 1 / n; below this, by 5 % or more.
    private static let fewParts = 20

    static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension ComparisonReport {
    /// The figures that any method has in any category, in their order.
    var figuresPresent: [QualityFigure] {
        QualityFigure.allCases.filter { figure in
            categories.contains { category in category.results.values.contains { $0.figures[figure] != nil } }
        }
    }

    /// The figures that the summary is about: the first of parts and the strictest common one of pixels.
    var leadingFigures: [QualityFigure] {
        let present = figuresPresent
        let ofPixels: [QualityFigure] = [.aupro, .pixelAUROC, .aupimo]
        return [present.first { !$0.isOfPixels }, ofPixels.first(where: present.contains)].compactMap { $0 }
    }

    /// Who is ahead over all categories, one sentence for each leading figure.
    var overallSentences: [Sentence] {
        guard categories.count > 1, methods.count > 1 else { return [] }
        return leadingFigures.compactMap { overall($0) }
    }

    private func overall(_ figure: QualityFigure) -> Sentence? {
        let standings = categories.map { Standing(figure, $0, methods) }.filter { $0.entries.count > 1 }
        guard !standings.isEmpty else { return nil }
        var leads: [Method.ID: Int] = [:]
        var (ties, open) = (0, 0)
        for standing in standings {
            guard let best = standing.entries.first, let next = standing.entries.dropFirst().first else { continue }
            if standing.distance(to: next) == .equal {
                ties += 1
            } else {
                leads[best.method.id, default: 0] += 1
                if standing.distance(to: next) != .apart { open += 1 }
            }
        }
        var parts: [Sentence] = []
        let order = methods.enumerated().sorted { a, b in
            (leads[b.element.id, default: 0], a.offset) < (leads[a.element.id, default: 0], b.offset)
        }
        for (_, method) in order {
            guard let count = leads[method.id] else { continue }
            let extent = parts.isEmpty ? " of \(counted(standings.count, "category", "categories"))" : ""
            parts.append("\(name: method.name) is highest in \(String(count))\(extent)")
        }
        if ties > 0 { parts.append("the highest are equal in \(String(ties))") }
        let sum = parts.dropFirst().reduce(parts.first ?? "") { "\($0), \($1)" }
        let rest = standings.count - ties
        let weight =
            rest == 0
            ? ""
            : open == 0
                ? " Each time the standard errors of the first two are apart."
                : open == rest
                    ? " In none of them are the first two told apart: their standard errors overlap or are not known."
                    : " In \(open) of these the first two are not told apart: their standard errors overlap or are not known."
        return "By \(figure.title), \(sum).\(weight)"
    }
}

func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
}
