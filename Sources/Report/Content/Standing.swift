import Evaluation

/// Which method is ahead in one figure, by how much, and whether that says anything.
struct Standing {
    struct Entry {
        let method: ComparisonReport.Method
        let mean: Double
        /// 0 for a method in which nothing is drawn at random; `nil` where a single run leaves it unknown.
        let error: Double?
        let estimate: Estimate
    }

    let figure: QualityFigure
    /// Highest mean first; equal ones in the report's order.
    let entries: [Entry]
    /// Why methods are missing from `entries`, each reason once.
    let reasons: [String]

    init(_ figure: QualityFigure, _ category: ComparisonReport.Category, _ methods: [ComparisonReport.Method])
    {
        self.figure = figure
        var entries: [Entry] = []
        var reasons: [String] = []
        for method in methods {
            guard let estimate = category.results[method.id]?.figures[figure] else { continue }
            if let mean = estimate.mean {
                let error = estimate.standardError ?? (method.seeds.isEmpty ? 0 : nil)
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

    /// Methods that nothing here tells from the best one.
    var rivals: [Entry] {
        entries.dropFirst().filter { distance(to: $0) != .apart }
    }

    /// One honest sentence.
    var sentence: String {
        guard let best = entries.first else {
            let why = reasons.isEmpty ? "" : ": " + reasons.joined(separator: "; ")
            return "\(figure.title) is undefined\(why)."
        }
        let value = Decimals.estimate(best.estimate)
        guard entries.count > 1 else { return "\(figure.title) of \(best.method.name) is \(value)." }
        let next = entries[1]
        let equal = entries.filter { distance(to: $0) == .equal }
        if equal.count > 1 {
            return "\(Self.list(equal.map(\.method.name))) stand equal in \(figure.title), at \(value)."
        }
        let lead =
            "\(best.method.name) leads \(next.method.name) by "
            + "\(Decimals.fixed(best.mean - next.mean, Decimals.ofFigures)) in \(figure.title) "
            + "(\(value) against \(Decimals.estimate(next.estimate)))"
        switch distance(to: next) {
        case .overlapping, .equal:
            let all = rivals.filter { distance(to: $0) == .overlapping }.map(\.method.name)
            let whose =
                all.count > 1
                ? "the standard errors of \(Self.list(all)) overlap its own" : "their standard errors overlap"
            return lead + ", but \(whose): these runs do not tell them apart."
        case .apart: return lead + "; their standard errors do not overlap."
        case .unknown: return lead + ", from too few runs to know an error: take it as a hint."
        }
    }

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
    var overallSentences: [String] {
        guard categories.count > 1, methods.count > 1 else { return [] }
        return leadingFigures.map { figure in
            var (leads, clear) = ([Method.ID: Int](), [Method.ID: Int]())
            var (undefined, ties) = (0, 0)
            for category in categories {
                let standing = Standing(figure, category, methods)
                guard let best = standing.entries.first, standing.entries.count > 1 else {
                    undefined += 1
                    continue
                }
                if standing.entries.contains(where: {
                    $0.method.id != best.method.id && standing.distance(to: $0) == .equal
                }) {
                    ties += 1
                    continue
                }
                leads[best.method.id, default: 0] += 1
                if standing.rivals.isEmpty { clear[best.method.id, default: 0] += 1 }
            }
            var parts: [String] = []
            for method in methods.sorted(by: { leads[$0.id, default: 0] > leads[$1.id, default: 0] }) {
                guard let count = leads[method.id] else { continue }
                let sure = clear[method.id, default: 0]
                let how =
                    sure == count
                    ? "clear of overlapping errors"
                    : sure == 0
                        ? "none beyond overlapping or unknown errors" : "\(sure) of them clear of overlapping errors"
                parts.append(
                    "\(method.name) has the highest mean in \(count) of \(categories.count) categories (\(how))")
            }
            if ties > 0 { parts.append("the best stand equal in \(ties)") }
            if undefined > 0 { parts.append("\(undefined) cannot be compared") }
            return "By \(figure.title), \(parts.joined(separator: "; "))."
        }
    }
}
