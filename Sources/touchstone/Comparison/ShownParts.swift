import Detectors
import Inspection
import Raster
import Report

/// The parts that a report shows: those that went wrong first, then what success looks like.
enum ShownParts {
    static func chosen(_ outcomes: [Comparison.Outcome], names: [String: String]) -> [ComparisonReport.ShownPart] {
        guard let first = outcomes.first?.runs.first else { return [] }
        let defective = first.judged.filter(\.isDefective).sorted { $0.score < $1.score }
        let good = first.judged.filter { !$0.isDefective }.sorted { $0.score > $1.score }
        let method = outcomes[0].method
        var chosen: [(CategoryEvaluation.JudgedPart, String)] = []
        for part in defective.prefix(2) { chosen.append((part, "lowest score of a defective part (\(method))")) }
        for part in good.prefix(2) { chosen.append((part, "highest score of a good part (\(method))")) }
        if defective.count > 2, let part = defective.last {
            chosen.append((part, "highest score of a defective part (\(method))"))
        }
        if defective.count > 3 { chosen.append((defective[defective.count / 2], "a typical defective part")) }
        if good.count > 2 { chosen.append((good[good.count / 2], "a typical good part")) }
        return chosen.compactMap { shown($0.0, $0.1, outcomes, names) }
    }

    /// `nil` for a picture that can be read no more.
    private static func shown(
        _ judged: CategoryEvaluation.JudgedPart, _ reason: String, _ outcomes: [Comparison.Outcome],
        _ names: [String: String]
    ) -> ComparisonReport.ShownPart? {
        let part = judged.part
        guard let bytes = try? part.path.readAll(limit: DecodeLimits.standard.fileBytes),
            let picture = try? Image.decode(bytes, name: part.path)
        else { return nil }
        var findings: [String: ComparisonReport.Finding] = [:]
        for outcome in outcomes {
            guard let id = names[outcome.method], let run = outcome.runs.first,
                let own = run.judged.first(where: { $0.part.path == part.path })
            else { continue }
            let seen = own.anomaly.flatMap { anomaly in run.detector?.map(of: anomaly) }
            findings[id] = ComparisonReport.Finding(
                score: own.score, threshold: run.threshold,
                map: seen.map {
                    run.recipe.inputProtocol.partMap($0, width: picture.width, height: picture.height)
                })
        }
        return ComparisonReport.ShownPart(
            name: part.name.string, label: part.label ?? (judged.isDefective ? "defective" : "good"),
            isDefective: judged.isDefective, reason: reason, picture: picture,
            truth: (try? part.outline()) ?? nil, findings: findings
        ).reduced()
    }
}
