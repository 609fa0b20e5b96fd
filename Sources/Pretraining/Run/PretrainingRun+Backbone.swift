import Disk
import Network

extension PretrainingRun {
    /// What was learnt in `steps` steps as a backbone in half precision that tells its own story: no times and no
    /// places in it, so that the same recipe and pictures give the same bytes.
    func backbone(after steps: Int) throws -> Checkpoint {
        let about = "\(recipe.task.rawValue) on \(data.files.count { $0.role != "start" }) pictures"
        var words = [
            "architecture": architecture.name,
            "batchnorm": "folded",
            "input": architecture.normalisation.description,
            "licence": recipe.licence,
            "taps": architecture.taps.map(\.name).joined(separator: " "),
            "source": "taught by Touchstone: \(about), \(steps) steps, seed \(recipe.seed)"
                + (recipe.source.map { "; \($0)" } ?? ""),
            "objective": recipe.task.rawValue,
            "seed": "\(recipe.seed)",
            "steps": steps == recipe.steps ? "\(steps)" : "\(steps) of \(recipe.steps)",
            "data_sha256": data.digest.description,
            "recipe": recipe.identity,
        ]
        if let name = recipe.start {
            let digest = data.files.first { $0.role == "start" }?.digest
            words["start"] = [name, digest?.description].compactMap { $0 }.joined(separator: " ")
        }
        let checkpoint = try learner.checkpoint(metadata: words)
        return checkpoint.inHalfPrecision ?? checkpoint
    }
}
