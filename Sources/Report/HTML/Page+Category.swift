import Evaluation
import Raster

extension Page {
    /// One category: what was judged, the figures, curves, scores, time, and parts with their maps.
    func section(of category: ComparisonReport.Category, number: Int) -> Markup {
        let ran = report.methods.filter { category.results[$0.id] != nil }
        return """
            <section class="category" id="category-\(number + 1)">
            <h2><bdi>\(category.name)</bdi></h2>
            <p>\(extent(of: category))</p>
            \(paragraphs(category.notes))
            \(figureTable(category, ran))
            \(ran.isEmpty ? .none : legend(ran))
            \(curves(category, ran))
            \(histograms(category, ran))
            \(timings(category, ran))
            \(leftOut(category, ran))
            \(parts(category, ran, number: number))
            </section>
            """
    }

    private func extent(of category: ComparisonReport.Category) -> String {
        var text =
            "Learnt from \(counted(category.trainingParts, "good part")); judged on "
            + "\(counted(category.goodParts, "good part")) and \(counted(category.defectiveParts, "defective part"))."
        if category.defectiveWithoutMask > 0 {
            text += " \(counted(category.defectiveWithoutMask, "defective part")) without an outlined defect "
            text += category.defectiveWithoutMask == 1 ? "counts" : "count"
            text += " for the figures of parts only."
        }
        if category.unlabelled > 0 {
            text += " \(counted(category.unlabelled, "part")) without a label "
            text += category.unlabelled == 1 ? "counts for no figure." : "count for no figure."
        }
        return text
    }

    private func figureTable(_ category: ComparisonReport.Category, _ ran: [ComparisonReport.Method]) -> Markup {
        let figures = report.figuresPresent.filter { figure in
            ran.contains { category.results[$0.id]?.figures[figure] != nil }
        }
        guard !figures.isEmpty else { return "<p class=\"soft\">No figure was computed for this category.</p>" }
        let standings = figures.map { Standing($0, category, report.methods) }
        let heads = figures.map { figure -> Markup in
            "<th scope=\"col\" title=\"\(figure.explanation(auproLimit: report.auproLimit))\">"
                + "\(figure.title)\(limit(figure))</th>"
        }
        var rows = Markup.none
        for method in ran {
            let cells = zip(figures, standings).map { figure, standing in
                cell(category.results[method.id]?.figures[figure], standing, method)
            }
            rows += "<tr><th scope=\"row\">\(swatch(style(method.id))) \(method.name)</th>\(cells)</tr>\n"
        }
        return """
            <div class="table figures"><table>
            <caption><b>Figures</b>Mean ± standard error over the runs. Bold: the highest mean; ≈: not told apart from \
            it.</caption>
            <thead><tr><th scope="col" class="text">Method</th>\(heads)</tr></thead>
            <tbody>\(rows)</tbody>
            </table></div>
            \(undefined(standings))
            """
    }

    private func limit(_ figure: QualityFigure) -> Markup {
        figure == .aupro ? "<br/><span class=\"soft\">to \(Decimals.short(report.auproLimit))</span>" : .none
    }

    /// Why figures are missing: a dash alone would leave the reader to guess.
    private func undefined(_ standings: [Standing]) -> Markup {
        var reasons: [(String, [String])] = []
        for standing in standings {
            for reason in standing.reasons {
                if let place = reasons.firstIndex(where: { $0.0 == reason }) {
                    reasons[place].1.append(standing.figure.title)
                } else {
                    reasons.append((reason, [standing.figure.title]))
                }
            }
        }
        let items = reasons.map { reason, figures -> Markup in "<li>\(Standing.list(figures)): \(reason).</li>" }
        return items.isEmpty ? .none : "<p class=\"soft\">Undefined (–):</p><ul class=\"lines\">\(items)</ul>"
    }

    private func curves(_ category: ComparisonReport.Category, _ ran: [ComparisonReport.Method]) -> Markup {
        func lines(_ curve: (ComparisonReport.Result) -> ThinCurve?) -> [CurveChart.Line] {
            ran.compactMap { method in
                category.results[method.id].flatMap(curve).map {
                    CurveChart.Line(name: method.name, style: style(method.id), points: $0.points)
                }
            }
        }
        let run = report.shownRun.map { " Of \($0)." } ?? ""
        var out: [Markup] = []
        let roc = CurveChart(kind: .roc, lines: lines(\.roc))
        if !roc.lines.isEmpty {
            out.append(
                figure(
                    "ROC of parts", roc.drawing,
                    "Share of defective parts found against the share of good parts rejected, one point for each "
                        + "threshold; the dotted diagonal is chance.\(run)"))
        }
        let pro = CurveChart(kind: .pro(limit: report.auproLimit), lines: lines(\.pro))
        if !pro.lines.isEmpty {
            out.append(
                figure(
                    "Per-region overlap", pro.drawing,
                    "How much of each outlined defect is covered, on average over the defects, against the share of "
                        + "normal pixels flagged; AUPRO is the area up to \(Decimals.short(report.auproLimit)), divided "
                        + "by it.\(run)"))
        }
        return out.isEmpty ? .none : "<div class=\"charts\">\(out)</div>"
    }

    func figure(_ title: String, _ drawing: Markup, _ caption: String) -> Markup {
        "<figure><h4>\(title)</h4>\(drawing)<figcaption>\(caption)</figcaption></figure>"
    }

    private func histograms(_ category: ComparisonReport.Category, _ ran: [ComparisonReport.Method]) -> Markup {
        var out: [Markup] = []
        for method in ran {
            guard let result = category.results[method.id],
                let histogram = ScoreHistogram(
                    good: result.goodScores, defective: result.defectiveScores, threshold: result.threshold)
            else { continue }
            out.append(figure(method.name, histogram.drawing(of: method.name), histogram.sentence))
        }
        guard !out.isEmpty else { return .none }
        let rule = report.thresholdRule.map { " \($0)" } ?? ""
        let run = report.shownRun.map { " Of \($0)." } ?? ""
        return """
            <h3>Scores</h3>
            <p class="soft">Good parts upwards, defective ones downwards, each drawn to its own tallest bar; a part is \
            flagged from the dashed threshold on.\(rule)\(run) Scores of different methods have different units.</p>
            <div class="charts">\(out)</div>
            """
    }

    private func timings(_ category: ComparisonReport.Category, _ ran: [ComparisonReport.Method]) -> Markup {
        var rows = Markup.none
        for method in ran {
            guard let result = category.results[method.id], result.hasTimings else { continue }
            let cells = result.timings.map {
                $0.map { text -> Markup in "<td>\(text)</td>" } ?? "<td class=\"none\">–</td>"
            }
            rows += "<tr><th scope=\"row\">\(swatch(style(method.id))) \(method.name)</th>\(cells)</tr>\n"
        }
        guard !rows.text.isEmpty else { return .none }
        return """
            <div class="table"><table>
            <caption><b>Time and memory</b>One part from file to score, on the machine named above: the median and what \
            95 % of the parts stay under; learning from all training parts; and the calibration while it scores.</caption>
            <thead><tr><th scope="col" class="text">Method</th><th scope="col">p50, ms</th><th scope="col">p95, ms</th>\
            <th scope="col">calibration, s</th><th scope="col">memory, MiB</th></tr></thead>
            <tbody>\(rows)</tbody>
            </table></div>
            """
    }

    private func leftOut(_ category: ComparisonReport.Category, _ ran: [ComparisonReport.Method]) -> Markup {
        var out = list("Left out", category.leftOut)
        // Most often no method could read the part: said once then.
        let lists = ran.map { category.results[$0.id]?.notInspected ?? [] }
        if let first = lists.first, lists.allSatisfy({ $0 == first }) { return out + list("NOT INSPECTED", first) }
        for (method, lines) in zip(ran, lists) { out += list("NOT INSPECTED by \(method.name)", lines) }
        return out
    }

    private func list(_ title: String, _ lines: [String]) -> Markup {
        guard !lines.isEmpty else { return .none }
        let items = lines.map { line -> Markup in "<li><bdi>\(line)</bdi></li>" }
        let text: Markup = "<ul class=\"lines\">\(items)</ul>"
        let head = "\(title): \(counted(lines.count, "line"))"
        return lines.count <= 6
            ? "<h3>\(title)</h3>\(text)" : "<details><summary>\(head)</summary>\(text)</details>"
    }
}
