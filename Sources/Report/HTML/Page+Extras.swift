extension Page {
    /// Line charts that belong together, with the same numbers as a table.
    func section(of group: ComparisonReport.ChartGroup, number: Int) -> Markup {
        let charts = group.charts.filter { !$0.lines.isEmpty }
        let shown = report.methods.filter { method in
            charts.contains { chart in chart.lines.contains { $0.method == method.id } }
        }
        let drawings = charts.map { chart in
            figure(
                chart.title,
                SeriesChart(chart: chart, lines: chart.lines.map { (name($0.method), style($0.method), $0.points) })
                    .drawing,
                "\(chart.figure.title.capitalisedFirst) against \(chart.variable).")
        }
        return """
            <section id="charts-\(number + 1)">
            <h2>\(group.title)</h2>
            \(paragraphs([group.caption]))
            \(shown.isEmpty ? .none : legend(shown))
            <div class="charts">\(drawings)</div>
            <details><summary>The numbers</summary>\(charts.map(numbers))</details>
            </section>
            """
    }

    private func numbers(_ chart: ComparisonReport.LineChart) -> Markup {
        let heads = chart.lines.map { line -> Markup in "<th scope=\"col\">\(name(line.method))</th>" }
        var rows = Markup.none
        for value in chart.values {
            let cells = chart.lines.map { line -> Markup in
                guard let estimate = line.points.first(where: { $0.value == value })?.estimate else {
                    return "<td class=\"none\">–</td>"
                }
                return estimateCell(estimate)
            }
            rows += "<tr><th scope=\"row\">\(Decimals.short(value))</th>\(cells)</tr>\n"
        }
        return """
            <div class="table"><table><caption><b>\(chart.title)</b>\(chart.figure.title), mean ± standard error</caption>
            <thead><tr><th scope="col" class="text">\(chart.variable)</th>\(heads)</tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    func section(of table: ComparisonReport.ExtraTable, number: Int) -> Markup {
        let heads = table.columns.enumerated().map { place, column -> Markup in
            table.isText(place)
                ? "<th scope=\"col\" class=\"text\">\(column)</th>" : "<th scope=\"col\">\(column)</th>"
        }
        var rows = Markup.none
        for row in table.rows { rows += "<tr>\(row.map(cell))</tr>\n" }
        return """
            <section id="table-\(number + 1)">
            <h2>\(table.title)</h2>
            <div class="table"><table>
            <caption>\(table.caption)</caption>
            <thead><tr>\(heads)</tr></thead>
            <tbody>\(rows)</tbody>
            </table></div>
            </section>
            """
    }

    private func cell(_ cell: ComparisonReport.ExtraTable.Cell) -> Markup {
        switch cell {
        case .text(let text): "<td class=\"text\">\(text)</td>"
        case .number(let value, let decimals): "<td>\(Decimals.fixed(value, decimals))</td>"
        case .estimate(let estimate): estimateCell(estimate)
        }
    }

    private func estimateCell(_ estimate: Estimate) -> Markup {
        guard let mean = estimate.mean else {
            return "<td class=\"none\" title=\"\(estimate.reason ?? "")\">–</td>"
        }
        return "<td>\(number(mean, estimate.standardError))</td>"
    }
}

extension ComparisonReport.LineChart {
    /// All values on the horizontal axis, ascending, each once.
    var values: [Double] {
        Array(Set(lines.flatMap(\.points).map(\.value).filter(\.isFinite))).sorted()
    }
}
