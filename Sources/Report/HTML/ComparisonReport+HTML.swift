extension ComparisonReport {
    /// One page that holds everything: no script, no reference outside itself, readable on paper, on a phone, by light
    /// and by dark.
    public func html() -> String {
        let page = Page(report: self)
        return page.document.text
    }
}

/// What the sections of a page have in common.
struct Page {
    let report: ComparisonReport
    private let styles: [ComparisonReport.Method.ID: MethodStyle]

    init(report: ComparisonReport) {
        self.report = report
        styles = Dictionary(
            report.methods.enumerated().map { ($1.id, MethodStyle(index: $0)) }, uniquingKeysWith: { first, _ in first }
        )
    }

    func style(_ method: ComparisonReport.Method.ID) -> MethodStyle { styles[method] ?? MethodStyle(index: 0) }

    func name(_ method: ComparisonReport.Method.ID) -> String {
        report.methods.first { $0.id == method }?.name ?? method
    }

    var document: Markup {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" \
        content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>
        <meta name="color-scheme" content="light dark"/>
        <title>\(report.title)</title>
        <style>\(Stylesheet.markup)</style>
        </head>
        <body>
        \(Drawing.shared)
        <header>
        <p class="eyebrow">Comparison of detectors</p>
        <h1>\(report.title)</h1>
        \(facts)
        \(contents)
        </header>
        <main>
        \(summary)
        \(methodSection)
        \(report.categories.enumerated().map { section(of: $1, number: $0) })
        \(report.charts.enumerated().map { section(of: $1, number: $0) })
        \(report.tables.enumerated().map { section(of: $1, number: $0) })
        \(explanations)
        \(notes)
        </main>
        <footer><p>\(report.program) · \(report.date) · \(report.machine)</p></footer>
        </body>
        </html>

        """
    }

    private var facts: Markup {
        let seeds = Set(report.methods.map(\.seeds.count)).max() ?? 0
        let runs = seeds == 0 ? "" : seeds == 1 ? " · 1 seed" : " · \(seeds) seeds"
        let extent =
            "\(counted(report.methods.count, "method")) · \(counted(report.categories.count, "category", "categories"))"
        return """
            <dl class="facts">
            <div><dt>Date</dt><dd>\(report.date)</dd></div>
            <div><dt>Extent</dt><dd>\(extent + runs)</dd></div>
            <div><dt>Program</dt><dd>\(report.program)</dd></div>
            <div><dt>Machine</dt><dd>\(report.machine)</dd></div>
            </dl>
            """
    }

    private var contents: Markup {
        var links: [Markup] = ["<a href=\"#summary\">Summary</a>", "<a href=\"#methods\">Methods</a>"]
        for (number, category) in report.categories.enumerated() {
            links.append("<a href=\"#category-\(number + 1)\"><bdi>\(category.name)</bdi></a>")
        }
        for (number, group) in report.charts.enumerated() {
            links.append("<a href=\"#charts-\(number + 1)\">\(group.title)</a>")
        }
        for (number, table) in report.tables.enumerated() {
            links.append("<a href=\"#table-\(number + 1)\">\(table.title)</a>")
        }
        links.append("<a href=\"#figures\">Figures explained</a>")
        if !report.notes.isEmpty { links.append("<a href=\"#notes\">Protocol</a>") }
        return "<nav aria-label=\"Contents\">\(links)</nav>"
    }

    private var explanations: Markup {
        let entries = report.figuresPresent.map { figure -> Markup in
            "<div><dt>\(figure.title)</dt><dd>\(figure.explanation(auproLimit: report.auproLimit))</dd></div>"
        }
        return """
            <section id="figures">
            <h2>Figures explained</h2>
            <p>All figures run from 0 to 1; higher is better. ± is the standard error of the mean over the runs: how far \
            chance in the method itself moves the figure. It does not say how far other parts would. A dash (–) stands \
            for a figure that is undefined, for the reason that is given.</p>
            <dl class="glossary">\(entries)</dl>
            </section>
            """
    }

    private var notes: Markup {
        guard !report.notes.isEmpty else { return .none }
        return """
            <section id="notes">
            <h2>Protocol and its differences</h2>
            \(paragraphs(report.notes))
            </section>
            """
    }

    func paragraphs(_ texts: [String]) -> Markup {
        var out = Markup.none
        for line in texts.flatMap(\.lines) { out += "<p>\(line)</p>\n" }
        return out
    }
}
