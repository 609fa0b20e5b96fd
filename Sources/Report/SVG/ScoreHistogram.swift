/// Scores of good parts upwards and of defective ones downwards from one axis, with the threshold across both.
struct ScoreHistogram {
    static let bins = 36

    let good: [Int]
    let defective: [Int]
    let low: Double
    let high: Double
    /// The last bar holds everything beyond `high` as well, so that a few far scores do not press the rest together.
    let isOpen: Bool
    let threshold: Float?
    private let falseRejects: Int
    private let escapes: Int
    private let counts: (good: Int, defective: Int)

    /// `nil` without a finite score.
    init?(good goodScores: [Float], defective defectiveScores: [Float], threshold: Float?) {
        let all = (goodScores + defectiveScores).filter(\.isFinite).sorted()
        guard let least = all.first, let most = all.last else { return nil }
        var (low, high) = (Double(least), Double(most))
        if let threshold, threshold.isFinite {
            low = min(low, Double(threshold))
            high = max(high, Double(threshold))
        }
        // 97 % of the scores decide the width, and the threshold has to be on it.
        let usual = Double(all[min(all.count - 1, all.count * 97 / 100)])
        let wanted = max(usual, threshold.map { $0.isFinite ? Double($0) * 1.1 : usual } ?? usual)
        let cut = low + (wanted - low) * 1.25
        isOpen = cut < high && wanted > low
        if isOpen { high = cut }
        if high <= low { high = low + max(abs(low) * 0.01, 1e-6) }
        func counted(_ scores: [Float]) -> [Int] {
            var counts = [Int](repeating: 0, count: Self.bins)
            for score in scores where !score.isNaN {
                let share = (Double(score) - low) / (high - low)
                counts[min(max(Int((min(max(share, 0), 1)) * Double(Self.bins)), 0), Self.bins - 1)] += 1
            }
            return counts
        }
        good = counted(goodScores)
        defective = counted(defectiveScores)
        (self.low, self.high) = (low, high)
        self.threshold = threshold
        falseRejects = threshold.map { limit in goodScores.count { !($0 < limit) } } ?? 0
        escapes = threshold.map { limit in defectiveScores.count { $0 < limit } } ?? 0
        counts = (goodScores.count, defectiveScores.count)
    }

    /// What the threshold does to these parts.
    var sentence: String {
        guard let threshold else {
            return "\(counts.good) good, \(counts.defective) defective; no threshold set."
        }
        return "At \(Decimals.score(threshold)): \(falseRejects) of \(counts.good) good parts rejected, "
            + "\(escapes) of \(counts.defective) defective parts escape."
    }

    private static let height = 210.0
    private static let middle = 96.0
    private static let reach = 78.0

    func drawing(of name: String) -> Markup {
        let x = Scale(low: low, high: high, from: 12, to: 348)
        let width = (x.to - x.from) / Double(Self.bins)
        var out = Markup.none
        for (bars, count, isUp) in [(good, counts.good, true), (defective, counts.defective, false)] {
            let tallest = Double(bars.max() ?? 0)
            guard count > 0, tallest > 0 else { continue }
            for (bin, number) in bars.enumerated() where number > 0 {
                let length = max(1, Self.reach * Double(number) / tallest)
                let top = isUp ? Self.middle - length : Self.middle
                out += """
                    <rect class="\(isUp ? "goods" : "bads")" x="\(x.from + width * Double(bin) + 0.5)" y="\(top)" \
                    width="\(width - 1)" height="\(length)"><title>\(title(bin, number, of: count))</title></rect>
                    """
            }
        }
        out += "<path class=\"axis\" d=\"M\(x.from) \(Self.middle)H\(x.to)\"/>"
        out += "<text x=\"\(x.from)\" y=\"14\">good</text>"
        out += "<text x=\"\(x.from)\" y=\"\(Self.middle + Self.reach + 13)\">defective</text>"
        out += labels(x)
        return Drawing.chart(height: Self.height, label: "Scores by \(name). \(sentence)", out)
    }

    private func labels(_ x: Scale) -> Markup {
        var out = Markup.none
        let bottom = Self.height - 8
        let ticks = Scale.ticks(low, high, about: 4)
        for tick in ticks {
            let at = x.place(tick)
            let anchor = at < x.from + 14 ? "start" : at > x.to - 14 ? "end" : "middle"
            out += "<path class=\"axis\" d=\"M\(at) \(Self.middle - 2)V\(Self.middle + 2)\"/>"
            out +=
                "<text x=\"\(at)\" y=\"\(bottom)\" text-anchor=\"\(anchor)\">\(Scale.label(tick, among: ticks))</text>"
        }
        if isOpen { out += "<text x=\"\(x.to)\" y=\"\(bottom - 14)\" text-anchor=\"end\">and over ›</text>" }
        if let threshold, threshold.isFinite {
            let at = x.clamped(Double(threshold))
            let isRight = at > 240
            out += "<path class=\"threshold\" d=\"M\(at) 6V\(Self.middle + Self.reach + 6)\"/>"
            out += """
                <text class="strong" x="\(isRight ? at - 5 : at + 5)" y="14" \
                text-anchor="\(isRight ? "end" : "start")">threshold \(Decimals.score(threshold))</text>
                """
        }
        return out
    }

    private func title(_ bin: Int, _ number: Int, of count: Int) -> String {
        let width = (high - low) / Double(Self.bins)
        let from = Decimals.score(Float(low + width * Double(bin)))
        if isOpen && bin == Self.bins - 1 { return "\(number) of \(count) from \(from) on" }
        return "\(number) of \(count) from \(from) to \(Decimals.score(Float(low + width * Double(bin + 1))))"
    }
}
