extension Page {
    /// What each method is: its settings, side by side.
    var methodSection: Markup {
        let names = report.settingNames
        let heads = names.map { name -> Markup in "<th scope=\"col\" class=\"text\">\(name)</th>" }
        var rows = Markup.none
        for method in report.methods {
            let settings = method.settings
            let cells = names.map { name -> Markup in
                "<td class=\"text\">\(settings.first { $0.name == name }?.value ?? "–")</td>"
            }
            rows += "<tr><th scope=\"row\">\(swatch(style(method.id))) \(method.name)</th>\(cells)</tr>\n"
        }
        return """
            <section id="methods">
            <h2>Methods</h2>
            <div class="table"><table>
            <caption>What ran. Each seed is one run: it draws channels, training parts or starting points anew.</caption>
            <thead><tr><th scope="col" class="text">Method</th>\(heads)</tr></thead>
            <tbody>\(rows)</tbody>
            </table></div>
            </section>
            """
    }
}

extension ComparisonReport.Method {
    /// Everything that makes it what it is, by name.
    var settings: [ComparisonReport.Setting] {
        var settings = [
            ComparisonReport.Setting("Detector", detector), ComparisonReport.Setting("Backbone", backbone),
            ComparisonReport.Setting("Input", input),
        ]
        if let dimensions { settings.append(ComparisonReport.Setting("Dimensions", "\(dimensions)")) }
        if !regularisation.isEmpty { settings.append(ComparisonReport.Setting("Regularisation", regularisation)) }
        settings += more
        settings.append(
            ComparisonReport.Setting(
                "Seeds", seeds.isEmpty ? "nothing drawn at random" : seeds.map { "\($0)" }.joined(separator: ", ")))
        return settings
    }
}

extension ComparisonReport {
    /// The names of all settings of all methods, each once, seeds last.
    var settingNames: [String] {
        var names: [String] = []
        for setting in methods.flatMap(\.settings) where !names.contains(setting.name) { names.append(setting.name) }
        let seeds = names.filter { $0 == "Seeds" }
        let order = ["Detector", "Backbone", "Input", "Dimensions", "Regularisation"].filter(names.contains)
        return order + names.filter { !order.contains($0) && !seeds.contains($0) } + seeds
    }
}
