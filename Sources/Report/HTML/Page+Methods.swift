extension Page {
    /// What each method is: its settings, side by side.
    var methodSection: Markup {
        let common = report.commonSettings
        let names = report.settingNames.filter { name in !common.contains { $0.name == name } }
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
            \(shared(common))
            <div class="table"><table>
            <caption>What ran. Each seed is one run: it draws channels, training parts or starting points anew.</caption>
            <thead><tr><th scope="col" class="text">Method</th>\(heads)</tr></thead>
            <tbody>\(rows)</tbody>
            </table></div>
            </section>
            """
    }

    private func shared(_ settings: [ComparisonReport.Setting]) -> Markup {
        guard !settings.isEmpty else { return .none }
        let items = settings.map { setting -> Markup in
            "<div><dt>\(setting.name)</dt><dd>\(setting.value)</dd></div>"
        }
        return "<p>All methods share:</p><dl class=\"facts\">\(items)</dl>"
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
    /// Settings that all of several methods have alike: said once, so that the table shows what differs.
    var commonSettings: [Setting] {
        guard methods.count > 1, let first = methods.first else { return [] }
        return first.settings.filter { setting in methods.allSatisfy { $0.settings.contains(setting) } }
    }

    /// The names of all settings of all methods, each once, seeds last.
    var settingNames: [String] {
        var names: [String] = []
        for setting in methods.flatMap(\.settings) where !names.contains(setting.name) { names.append(setting.name) }
        let seeds = names.filter { $0 == "Seeds" }
        let order = ["Detector", "Backbone", "Input", "Dimensions", "Regularisation"].filter(names.contains)
        return order + names.filter { !order.contains($0) && !seeds.contains($0) } + seeds
    }
}
