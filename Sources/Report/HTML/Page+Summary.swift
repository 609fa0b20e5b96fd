import Evaluation

extension Page {
    /// Who is ahead, by how much, and whether that says anything: before everything else.
    var summary: Markup {
        let overall = report.overallSentences.map { sentence -> Markup in "<p class=\"lead\">\(sentence.markup)</p>\n" }
        return """
            <section id="summary" style="border-top:0;margin-top:12px">
            <h2>Summary</h2>
            \(paragraphs(report.introduction))
            \(overall)
            \(categorySentences)
            \(legend(report.methods))
            <div class="charts">\(report.leadingFigures.map(overviewChart))</div>
            \(tables)
            </section>
            """
    }

    /// The figures that most people look for; the others are folded away, and stand with their category too.
    private var tables: Markup {
        let first: [QualityFigure] = [.imageAUROC, .pixelAUROC, .aupro]
        let shown = report.figuresPresent.filter { first.contains($0) || report.leadingFigures.contains($0) }
        let others = report.figuresPresent.filter { !shown.contains($0) }
        let rest: Markup =
            others.isEmpty
            ? .none
            : "<details><summary>All other figures by category</summary>\(others.map(overviewTable))</details>"
        return "\(shown.map(overviewTable))\(rest)"
    }

    private var categorySentences: Markup {
        let single = report.categories.count == 1
        var out = Markup.none
        for (number, category) in report.categories.enumerated() {
            var text = Markup.none
            for figure in report.leadingFigures {
                let standing = Standing(figure, category, report.methods)
                if !standing.entries.isEmpty || !standing.reasons.isEmpty { text += "\(standing.sentence.markup) " }
            }
            if text.text.isEmpty { continue }
            if let caution = Standing.caution(category) { text += caution.markup }
            out +=
                single
                ? "<p class=\"lead\">\(text)</p>\n"
                : """
                <div><dt><a href="#category-\(number + 1)"><bdi>\(category.name)</bdi></a></dt><dd>\(text)</dd></div>

                """
        }
        return single || out.text.isEmpty ? out : "<dl class=\"standings\">\(out)</dl>"
    }

    private func overviewChart(_ figure: QualityFigure) -> Markup {
        let rows = report.categories.map { category in
            DotPlot.Row(
                name: category.name,
                dots: report.methods.compactMap { method in
                    guard let estimate = category.results[method.id]?.figures[figure] else { return nil }
                    return DotPlot.Dot(name: method.name, style: style(method.id), estimate: estimate)
                })
        }
        return """
            <figure><h4>\(figure.title.capitalisedFirst)</h4>
            \(DotPlot(figure: figure.title, rows: rows).drawing)
            <figcaption>\(figure.explanation(auproLimit: report.auproLimit)) Bars reach one standard error to either \
            side.</figcaption></figure>
            """
    }

    /// One figure: categories down, methods across.
    private func overviewTable(_ figure: QualityFigure) -> Markup {
        let heads = report.methods.map { method -> Markup in
            "<th scope=\"col\">\(swatch(style(method.id)))<br/>\(method.name)</th>"
        }
        var rows = Markup.none
        for category in report.categories {
            let standing = Standing(figure, category, report.methods)
            let cells = report.methods.map { method in
                cell(category.results[method.id]?.figures[figure], standing, method)
            }
            rows += "<tr><th scope=\"row\"><bdi>\(category.name)</bdi></th>\(cells)</tr>\n"
        }
        return """
            <div class="table"><table>
            <caption><b>\(figure.title.capitalisedFirst)</b>Bold: the highest mean. ≈: not told apart from it, because \
            the standard errors overlap or are not known.</caption>
            <thead><tr><th scope="col" class="text">Category</th>\(heads)</tr></thead>
            <tbody>\(rows)</tbody>\(meanRow(figure))
            </table></div>
            """
    }

    /// The mean over those categories for which every method has the figure, so that methods are compared on the same.
    private func meanRow(_ figure: QualityFigure) -> Markup {
        let common = report.commonCategories(figure)
        guard report.categories.count > 1, !common.isEmpty else { return .none }
        let means = report.means(figure, over: common)
        let cells = means.map { mean -> Markup in "<td>\(Decimals.fixed(mean, Decimals.ofFigures))</td>" }
        let which = common.count == report.categories.count ? "" : " of \(common.count) where all have it"
        return "<tfoot><tr><th scope=\"row\" class=\"text\">Mean\(which)</th>\(cells)</tr></tfoot>"
    }

    func cell(
        _ estimate: Estimate?, _ standing: Standing, _ method: ComparisonReport.Method
    ) -> Markup {
        guard let estimate else { return "<td class=\"none\">not run</td>" }
        guard let mean = estimate.mean else {
            return "<td class=\"none\" title=\"\(estimate.reason ?? "")\">–</td>"
        }
        let distance = standing.entries.first { $0.method.id == method.id }.map(standing.distance) ?? .unknown
        let isAlone = standing.entries.count < 2
        let text = number(mean, estimate.standardError)
        if isAlone || distance == .apart { return "<td>\(text)</td>" }
        if distance == .equal { return "<td class=\"best\">\(text)</td>" }
        return "<td><span class=\"soft\">≈ </span>\(text)</td>"
    }

    func number(_ mean: Double, _ error: Double?) -> Markup {
        let value = Decimals.fixed(mean, Decimals.ofFigures)
        guard let error else { return "\(value)" }
        return "\(value)<span class=\"se\"> ± \(Decimals.fixed(error, Decimals.ofFigures))</span>"
    }

    func legend(_ methods: [ComparisonReport.Method]) -> Markup {
        let items = methods.map { method -> Markup in "<li>\(swatch(style(method.id)))\(method.name)</li>" }
        return "<ul class=\"key\" aria-label=\"Methods in charts\">\(items)</ul>"
    }

    /// A piece of a method's line with its marker.
    func swatch(_ style: MethodStyle) -> Markup {
        """
        <svg viewBox="0 0 34 12" aria-hidden="true"><path class="line \(style.colour)" \
        stroke-dasharray="\(style.dash)" d="M1 6H33"/>\(style.marker(x: 17, y: 6))</svg>
        """
    }
}

extension String {
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
