import Disk
import Network
import SystemPackage

/// What a training needs, read into memory: pictures as an objective, the weights to begin with, the record of both.
public struct RunMaterial: Sendable {
    public let objective: any Objective
    public let architecture: Architecture
    /// nil begins with random weights.
    public let start: Checkpoint?
    public let data: DataRecord
    /// Pictures that could not be read and are left out, one line each.
    public let skipped: [PretrainingError]
    /// What is learnt from, as in `120 good parts`.
    public let summary: String

    /// - Parameters:
    ///   - start: reads what the recipe begins with, by name or file, in the native form.
    ///   - progress: the share done, and of what.
    /// - Throws: `PretrainingError.pictures`; `CancellationError`; what `start` throws.
    public init(
        for recipe: PretrainingRecipe, start: (String) throws -> Checkpoint,
        progress: (String, Double) -> Void = { _, _ in }, isCancelled: () -> Bool = { false }
    ) throws {
        guard let architecture = Architecture.named(recipe.architecture) else {
            throw PretrainingError(.recipe, recipe.architecture.printable, "is no architecture")
        }
        self.architecture = architecture
        var files: [DataRecord.File] = []
        if let name = recipe.start {
            let checkpoint = try start(name)
            let known = checkpoint.metadata["architecture"] ?? "none"
            guard known == recipe.architecture else {
                throw PretrainingError(
                    .recipe, name.printable,
                    "holds \(known.printable), and the recipe is for \(recipe.architecture); change one of them"
                )
            }
            if let digest = checkpoint.digest {
                files.append(DataRecord.File(role: "start", path: name.printable, digest: digest))
            }
            self.start = checkpoint
        } else {
            self.start = nil
        }
        var parts: PartImages?
        var classes: LabelledImages?
        if recipe.task.needsParts {
            let augmentation = recipe.task.needsClasses ? recipe.targetAugmentation : recipe.augmentation
            let read = try PartImages(
                folders: recipe.parts.map(recipe.path), size: recipe.pictureSize(augmentation),
                progress: { progress("reading good parts", $0) }, isCancelled: isCancelled)
            for (path, digest) in zip(read.paths, read.digests) {
                files.append(DataRecord.File(role: "parts", path: recipe.written(path), digest: digest))
            }
            parts = read
        }
        if recipe.task.needsClasses, let folder = recipe.classes {
            let read = try LabelledImages(
                folder: recipe.path(folder), size: recipe.pictureSize(recipe.augmentation),
                progress: { progress("reading classes", $0) }, isCancelled: isCancelled)
            for (index, path) in read.paths.enumerated() {
                files.append(
                    DataRecord.File(
                        role: "classes", label: read.classes[read.label(of: index)], path: recipe.written(path),
                        digest: read.digests[index]))
            }
            classes = read
        }
        data = DataRecord(files)
        skipped = (parts?.skipped ?? []) + (classes?.skipped ?? [])
        let partsSummary = parts.map { "\($0.count) good parts" }
        let classesSummary = classes.map { "\($0.count) pictures of \($0.classes.count) classes" }
        summary = [classesSummary, partsSummary].compactMap { $0 }.joined(separator: ", ")
        objective = try recipe.objective(architecture, parts: parts, classes: classes)
    }
}

extension PretrainingRecipe {
    /// Shorter side that pictures are kept with: enough that the smallest window need not be enlarged.
    fileprivate func pictureSize(_ augmentation: Augmentation) -> Int {
        Int((Float(size) / augmentation.smallestScale).rounded(.up))
    }

    /// A picture's place as seen from the recipe, printable.
    fileprivate func written(_ path: FilePath) -> String {
        var path = path
        if !folder.isEmpty { _ = path.removePrefix(folder) }
        return path.printable
    }

    fileprivate func objective(
        _ architecture: Architecture, parts: PartImages?, classes: LabelledImages?
    ) throws(PretrainingError) -> any Objective {
        switch (task, parts, classes) {
        case (.classification, _, let classes?):
            ClassificationObjective(
                images: classes, augmentation: augmentation, normalisation: architecture.normalisation,
                smoothing: Float(smoothing), seed: seed)
        case (.centring, let parts?, let classes?):
            CentringObjective(
                images: classes, targets: parts, lambda: centring.lambda, targetShare: centring.share,
                augmentation: augmentation, targetAugmentation: targetAugmentation,
                normalisation: architecture.normalisation, smoothing: Float(smoothing), seed: seed)
        case (.direct, let parts?, _):
            DirectObjective(
                parts: parts, shape: defects.shape, ranges: defects.ranges, augmentation: augmentation,
                normalisation: architecture.normalisation, seed: seed)
        case (.indirect, let parts?, _):
            IndirectObjective(
                parts: parts, shape: defects.shape, ranges: defects.ranges, augmentation: augmentation,
                normalisation: architecture.normalisation, seed: seed)
        default:
            throw PretrainingError(.recipe, task.rawValue, "needs pictures that the recipe does not name")
        }
    }
}
