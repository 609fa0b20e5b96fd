import Evaluation

extension ComparisonReport {
    /// The comparison as Markdown: sentences first, then a table for each figure, with mean ± standard error.
    public func markdown() -> String {
        var blocks = ["# \(title.markdown)", "\(date.markdown) · \(program.markdown) · \(machine.markdown)"]
        blocks += introduction.flatMap(\.lines).map(\.markdown)
        blocks += overallSentences.map(\.markdown)
        let standings = standingLines
        if !standings.isEmpty { blocks.append(standings.joined(separator: "\n")) }
        for figure in figuresPresent {
            blocks.append("## \(figure.title.capitalisedFirst.markdown)")
            blocks.append(figure.explanation(auproLimit: auproLimit).markdown)
            blocks.append(table(figure))
            blocks += undefinedLines(figure)
        }
        if let timings { blocks += ["## Time and memory", timings] }
        blocks += ["## Methods", methodTable, "## Parts", partTable]
        for group in charts {
            blocks += ["## \(group.title.markdown)"] + group.caption.lines.map(\.markdown)
            for chart in group.charts where !chart.lines.isEmpty {
                let what = "\(chart.figure.title) against \(chart.variable)"
                blocks += ["### \(chart.title.markdown)", what.markdown, table(chart)]
            }
        }
        for extra in tables {
            blocks += ["## \(extra.title.markdown)"] + extra.caption.lines.map(\.markdown) + [table(extra)]
        }
        if !notes.isEmpty { blocks += ["## Protocol and its differences"] + notes.flatMap(\.lines).map(\.markdown) }
        return blocks.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var standingLines: [String] {
        var lines: [String] = []
        for category in categories {
            let standings = leadingFigures.map { Standing($0, category, methods) }
                .filter { !$0.entries.isEmpty || !$0.reasons.isEmpty }
            if standings.isEmpty { continue }
            let sentences = standings.map(\.sentence) + [Standing.caution(category)].compactMap { $0 }
            lines.append(
                "- **\(category.name.markdown)**: " + sentences.map(\.markdown).joined(separator: " "))
        }
        return lines
    }

    private func table(_ figure: QualityFigure) -> String {
        var table = MarkdownTable(["Category"] + methods.map(\.name))
        for category in categories {
            let cells = methods.map { method in
                category.results[method.id]?.figures[figure].map(Decimals.estimate) ?? "not run"
            }
            table.add([category.name.markdown] + cells)
        }
        let common = commonCategories(figure)
        if categories.count > 1, !common.isEmpty {
            let which = common.count == categories.count ? "Mean" : "Mean of \(common.count) where all have it"
            table.add([which] + means(figure, over: common).map { Decimals.fixed($0, Decimals.ofFigures) })
        }
        return table.text
    }

    private func undefinedLines(_ figure: QualityFigure) -> [String] {
        var lines: [String] = []
        for category in categories {
            for reason in Standing(figure, category, methods).reasons {
                lines.append("- \(category.name.markdown): – is undefined, \(reason.markdown)")
            }
        }
        return lines.isEmpty ? [] : [lines.joined(separator: "\n")]
    }

    private var timings: String? {
        var table = MarkdownTable(
            ["Category", "Method", "p50, ms", "p95, ms", "calibration, s", "memory, MiB"], text: [0, 1])
        var isEmpty = true
        for category in categories {
            for method in methods {
                guard let result = category.results[method.id], result.hasTimings else { continue }
                isEmpty = false
                table.add([category.name.markdown, method.name.markdown] + result.timings.map { $0 ?? "–" })
            }
        }
        return isEmpty ? nil : table.text
    }

    private var methodTable: String {
        let names = settingNames
        var table = MarkdownTable(["Method"] + names, text: Set(0...names.count))
        for method in methods {
            let settings = method.settings
            table.add(
                [method.name.markdown]
                    + names.map { name in settings.first { $0.name == name }?.value.markdown ?? "–" })
        }
        return table.text
    }

    private var partTable: String {
        var table = MarkdownTable(["Category", "training", "good", "defective", "without outline", "unlabelled"])
        for category in categories {
            let counts = [
                category.trainingParts, category.goodParts, category.defectiveParts, category.defectiveWithoutMask,
                category.unlabelled,
            ]
            table.add([category.name.markdown] + counts.map { "\($0)" })
        }
        return table.text
    }

    private func table(_ chart: LineChart) -> String {
        var table = MarkdownTable(
            [chart.variable] + chart.lines.map { line in methods.first { $0.id == line.method }?.name ?? line.method },
            text: [])
        for value in chart.values {
            let cells = chart.lines.map { line in
                line.points.first { $0.value == value }.map { Decimals.estimate($0.estimate) } ?? "–"
            }
            table.add([Decimals.short(value)] + cells)
        }
        return table.text
    }

    private func table(_ extra: ExtraTable) -> String {
        let words = extra.columns.indices.filter(extra.isText)
        var table = MarkdownTable(extra.columns, text: Set(words))
        for row in extra.rows {
            table.add(
                row.map { cell in
                    switch cell {
                    case .text(let text): text.markdown
                    case .number(let value, let decimals): Decimals.fixed(value, decimals)
                    case .estimate(let estimate): Decimals.estimate(estimate)
                    }
                })
        }
        return table.text
    }
}

extension ComparisonReport {
    /// The categories for which every method has the figure, so that means over them compare methods on the same.
    func commonCategories(_ figure: QualityFigure) -> [Category] {
        categories.filter { category in
            methods.allSatisfy { category.results[$0.id]?.figures[figure]?.mean != nil }
        }
    }

    /// Of each method.
    func means(_ figure: QualityFigure, over categories: [Category]) -> [Double] {
        methods.map { method in
            categories.reduce(0.0) { $0 + ($1.results[method.id]?.figures[figure]?.mean ?? 0) }
                / Double(max(1, categories.count))
        }
    }
}

extension ComparisonReport.Result {
    var hasTimings: Bool { latency != nil || calibrationSeconds != nil || memory != nil }

    /// p50 and p95 in milliseconds, calibration in seconds, memory in MiB.
    var timings: [String?] {
        [
            latency.map { Decimals.milliseconds($0.p50) }, latency.map { Decimals.milliseconds($0.p95) },
            calibrationSeconds.map(Decimals.seconds), memory.map(Decimals.mebibytes),
        ]
    }
}

extension ComparisonReport.ExtraTable {
    /// Whether a column holds words, which stand at the left.
    func isText(_ column: Int) -> Bool {
        rows.contains { row in
            guard column < row.count, case .text = row[column] else { return false }
            return true
        }
    }
}
