import Disk
import Network
import SystemPackage

extension PretrainingRecipe {
    /// Reads a recipe.
    /// - Parameters:
    ///   - steps: instead of the recipe's own number.
    /// - Throws: `PretrainingError.recipe` with file, line, key and how to mend it; keys that there are not are refused
    ///   too, for a default in the place of a misspelt one would cost hours.
    public init(reading file: FilePath, steps given: Int? = nil) throws(PretrainingError) {
        var reader = try RecipeReader(file)
        guard let task = try reader.choice("objective", of: Task.self) else {
            let words = Task.allCases.map(\.rawValue).joined(separator: ", ")
            throw PretrainingError(
                .recipe, file, "says no objective; write objective = \"direct\", or another of \(words)")
        }
        var recipe = PretrainingRecipe(
            task, name: file.stem ?? "trunk", folder: file.removingLastComponent())
        try recipe.readGeneral(&reader, steps: given)
        try recipe.readOptimiser(&reader, steps: given)
        try recipe.readPictures(&reader)
        try recipe.readTask(&reader)
        try reader.finish()
        self = recipe
    }

    private mutating func readGeneral(_ reader: inout RecipeReader, steps given: Int?) throws(PretrainingError) {
        name = try reader.text("name") ?? name
        guard BackboneShelf.isName(name) else {
            throw reader.problem(["name"], "name \"\(name)\" cannot be a file's name; write letters and digits")
        }
        guard name != "state" else {
            throw reader.problem(
                ["name"], "state.safetensors is where a training stands; write another name = \"…\" into the recipe")
        }
        seed = UInt64(try reader.whole("seed", in: 0...Int.max) ?? Int(seed))
        architecture = try reader.text("architecture") ?? architecture
        guard let known = Architecture.named(architecture) else {
            let all = Architecture.all.map(\.name).joined(separator: ", ")
            throw reader.problem(["architecture"], "there is no architecture \"\(architecture)\"; there are \(all)")
        }
        let start = try reader.text("start") ?? "random"
        self.start = start == "random" ? nil : start
        size = try reader.whole("size", in: 32...512) ?? size
        guard size % 16 == 0 else {
            throw reader.problem(["size"], "size is \(size); write a multiple of 16, such as \(size / 16 * 16)")
        }
        batch = try reader.whole("batch", in: 2...4096) ?? batch
        shards = try reader.whole("shards", in: 1...64) ?? shards
        let least = task == .centring ? 3 : 2
        guard batch % shards == 0, batch / shards >= least else {
            throw reader.problem(
                [reader.document.root["shards"] == nil ? "batch" : "shards"],
                "batch = \(batch) cannot be cut into \(shards) equal shards of \(least) samples or more; change "
                    + "one of them")
        }
        steps = try reader.whole("steps", in: 1...10_000_000) ?? steps
        steps = given ?? steps
        let precision = try reader.choice("precision", of: PrecisionChoice.self) ?? .auto
        self.precision = precision.precision ?? .standard(for: known)
        headGrid = try reader.whole("head-grid", in: 1...16) ?? headGrid
        guard headGrid <= size / 16 else {
            throw reader.problem(
                [reader.document.root["head-grid"] == nil ? "size" : "head-grid"],
                "a size of \(size) ends in \(size / 16) × \(size / 16) features, and the head reads \(headGrid) × "
                    + "\(headGrid) cells; write head-grid = \(size / 16) or a larger size")
        }
        checkpointEvery = try reader.whole("checkpoint-every", in: 1...1_000_000) ?? checkpointEvery
        licence = try reader.text("licence") ?? licence
        source = try reader.text("source")
    }

    private mutating func readOptimiser(_ reader: inout RecipeReader, steps given: Int?) throws(PretrainingError) {
        let kind = try reader.choice("optimiser", "kind", of: Optimiser.Kind.self) ?? .adam
        optimiser = Optimiser(kind, steps: steps)
        let rate = try reader.number("optimiser", "rate", wanted: "a rate above 0, such as 0.001") { $0 > 0 }
        optimiser.rate = rate ?? optimiser.rate
        optimiser.schedule = try reader.choice("optimiser", "schedule", of: Optimiser.Schedule.self) ?? .cosine
        let warmUp = try reader.whole("optimiser", "warm-up", in: 0...10_000_000) ?? optimiser.warmUp
        guard warmUp < steps || given != nil else {
            throw reader.problem(
                ["optimiser", "warm-up"],
                "[optimiser] warm-up is \(warmUp); write fewer than the \(steps) steps there are")
        }
        // A training that is shortened for a trial warms up as far as it goes.
        optimiser.warmUp = min(warmUp, steps - 1)
        let decay = try reader.number("optimiser", "weight-decay", wanted: "0 or more, such as 0.0001") { $0 >= 0 }
        optimiser.weightDecay = decay ?? optimiser.weightDecay
        let clip = try reader.number("optimiser", "clip", wanted: "a norm above 0, such as 5, or 0 for none") {
            $0 >= 0
        }
        optimiser.clip = clip == 0 ? nil : clip
        let share = "a share from 0 to below 1, such as 0.9"
        switch kind {
        case .sgd:
            let momentum = try reader.number("optimiser", "momentum", wanted: share) { (0..<1).contains($0) }
            optimiser.momentum = momentum ?? optimiser.momentum
        case .adam:
            let beta1 = try reader.number("optimiser", "beta1", wanted: share) { (0..<1).contains($0) }
            let beta2 = try reader.number("optimiser", "beta2", wanted: share) { (0..<1).contains($0) }
            let epsilon = try reader.number("optimiser", "epsilon", wanted: "1e-30 or more, such as 1e-8") {
                $0 >= 1e-30
            }
            optimiser.beta1 = beta1 ?? optimiser.beta1
            optimiser.beta2 = beta2 ?? optimiser.beta2
            optimiser.epsilon = epsilon ?? optimiser.epsilon
        }
        guard optimiser.schedule == .steps else { return }
        optimiser.milestones = try reader.wholes("optimiser", "milestones") ?? [steps / 2, steps * 3 / 4]
        let factor = try reader.number("optimiser", "factor", wanted: "a share between 0 and 1, such as 0.1") {
            $0 > 0 && $0 < 1
        }
        optimiser.factor = factor ?? optimiser.factor
    }

    private mutating func readPictures(_ reader: inout RecipeReader) throws(PretrainingError) {
        if task.needsParts {
            guard let folders = try reader.texts("parts", "folders") else {
                throw reader.problem(
                    ["parts"], "\(task.rawValue) learns from good parts; write [parts] and folders = [\"some/folder\"]")
            }
            parts = folders
        }
        if task.needsClasses {
            guard let folder = try reader.text("classes", "folder") else {
                throw reader.problem(
                    ["classes"],
                    "\(task.rawValue) learns from classes; write [classes] and folder = \"some/folder\" that has a "
                        + "folder for each")
            }
            classes = folder
            let smoothing = try reader.number("classes", "smoothing", wanted: "a share from 0 to below 1") {
                (0..<1).contains($0)
            }
            self.smoothing = smoothing ?? self.smoothing
        }
        augmentation = try augmentation(&reader, "augmentation", augmentation)
        if task == .centring {
            targetAugmentation = try augmentation(&reader, "target-augmentation", targetAugmentation)
        }
    }

    private func augmentation(
        _ reader: inout RecipeReader, _ table: String, _ standard: Augmentation
    ) throws(PretrainingError) -> Augmentation {
        var augmentation = standard
        augmentation.flipsHorizontally =
            try reader.flag(table, "flip-horizontally") ?? augmentation.flipsHorizontally
        augmentation.flipsVertically = try reader.flag(table, "flip-vertically") ?? augmentation.flipsVertically
        let ranges: [(key: String, place: WritableKeyPath<Augmentation, Float>)] = [
            ("smallest-scale", \.smallestScale), ("largest-scale", \.largestScale), ("stretch", \.stretch),
            ("rotation", \.rotation), ("brightness", \.brightness), ("contrast", \.contrast),
            ("saturation", \.saturation), ("colour", \.colour), ("grey", \.grey),
        ]
        for (key, place) in ranges {
            if let value = try reader.number(table, key, wanted: "0 or more", where: { $0 >= 0 }) {
                augmentation[keyPath: place] = Float(value)
            }
        }
        if let problem = augmentation.problem { throw reader.problem([table], "[\(table)] \(problem)") }
        return augmentation
    }

    private mutating func readTask(_ reader: inout RecipeReader) throws(PretrainingError) {
        if task.drawsDefects {
            defects.components = try reader.whole("defects", "components", in: 1...200) ?? defects.components
            defects.colours = try reader.whole("defects", "colours", in: 1...3) ?? defects.colours
            guard defects.colours != 2 else {
                throw reader.problem(["defects", "colours"], "[defects] colours is 2; write 1 for grey or 3 for RGB")
            }
            defects.ranges.width = try reader.range("defects", "widths") ?? defects.ranges.width
            defects.ranges.correlation = try reader.range("defects", "correlations") ?? defects.ranges.correlation
            defects.ranges.strength = try reader.range("defects", "strengths") ?? defects.ranges.strength
            defects.ranges.spread = try reader.number("defects", "spread", wanted: "from 0 to 2") {
                (0...2).contains($0)
            }
            defects.ranges.evenPeaks = try reader.flag("defects", "even-peaks") ?? defects.ranges.evenPeaks
            if let problem = defects.ranges.problem { throw reader.problem(["defects"], "[defects] \(problem)") }
        }
        if task == .centring {
            let lambda = try reader.number("centring", "lambda", wanted: "a weight of 0 or more, such as 0.1") {
                $0 >= 0
            }
            centring.lambda = lambda ?? centring.lambda
            let share = try reader.number("centring", "share", wanted: "a share between 0 and 1, such as 0.5") {
                $0 > 0 && $0 < 1
            }
            centring.share = share ?? centring.share
        }
    }

    /// What a recipe says of the precision.
    private enum PrecisionChoice: String, CaseIterable {
        case auto, f32, bf16
        var precision: Precision? { Precision(rawValue: rawValue) }
    }
}
