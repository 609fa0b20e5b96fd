import Disk

extension PretrainingRecipe {
    /// The recipe as it was understood: every key that means something for its objective, in one order. Read again it
    /// gives the same recipe.
    public var text: String { text(withCheckpoints: true) }

    /// What the result depends on: two recipes that agree in this make the same checkpoint of the same pictures.
    public var identity: String { text(withCheckpoints: false) }

    private func text(withCheckpoints: Bool) -> String {
        var lines: [String] = []
        func add(_ key: String, _ value: String?) { if let value { lines.append("\(key) = \(value)") } }
        add("objective", quoted(task.rawValue))
        add("name", quoted(name))
        add("seed", "\(seed)")
        add("architecture", quoted(architecture))
        add("start", quoted(start ?? "random"))
        add("size", "\(size)")
        add("batch", "\(batch)")
        add("shards", "\(shards)")
        add("steps", "\(steps)")
        add("precision", quoted(precision.rawValue))
        add("head-grid", "\(headGrid)")
        if withCheckpoints { add("checkpoint-every", "\(checkpointEvery)") }
        add("licence", quoted(licence))
        add("source", source.map(quoted))
        lines += ["", "[optimiser]"]
        add("kind", quoted(optimiser.kind.rawValue))
        add("rate", "\(optimiser.rate)")
        add("schedule", quoted(optimiser.schedule.rawValue))
        add("warm-up", "\(optimiser.warmUp)")
        if optimiser.schedule == .steps {
            add("milestones", "[\(optimiser.milestones.map(String.init).joined(separator: ", "))]")
            add("factor", "\(optimiser.factor)")
        }
        add("weight-decay", "\(optimiser.weightDecay)")
        add("clip", "\(optimiser.clip ?? 0)")
        switch optimiser.kind {
        case .sgd: add("momentum", "\(optimiser.momentum)")
        case .adam:
            add("beta1", "\(optimiser.beta1)")
            add("beta2", "\(optimiser.beta2)")
            add("epsilon", "\(optimiser.epsilon)")
        }
        if task.needsParts {
            lines += ["", "[parts]"]
            add("folders", list(parts))
        }
        if task.needsClasses {
            lines += ["", "[classes]"]
            add("folder", classes.map(quoted))
            add("smoothing", "\(smoothing)")
        }
        if task.drawsDefects {
            let ranges = defects.ranges
            lines += ["", "[defects]"]
            add("components", "\(defects.components)")
            add("colours", "\(defects.colours)")
            add("widths", list(ranges.width))
            add("correlations", list(ranges.correlation))
            add("strengths", list(ranges.strength))
            add("spread", ranges.spread.map { "\($0)" })
            add("even-peaks", "\(ranges.evenPeaks)")
        }
        if task == .centring {
            lines += ["", "[centring]"]
            add("lambda", "\(centring.lambda)")
            add("share", "\(centring.share)")
        }
        var text = lines.joined(separator: "\n") + "\n\n[augmentation]\n" + Self.lines(augmentation)
        if task == .centring { text += "\n[target-augmentation]\n" + Self.lines(targetAugmentation) }
        return text
    }

    static func lines(_ augmentation: Augmentation) -> String {
        """
        flip-horizontally = \(augmentation.flipsHorizontally)
        flip-vertically = \(augmentation.flipsVertically)
        smallest-scale = \(augmentation.smallestScale)
        largest-scale = \(augmentation.largestScale)
        stretch = \(augmentation.stretch)
        rotation = \(augmentation.rotation)
        brightness = \(augmentation.brightness)
        contrast = \(augmentation.contrast)
        saturation = \(augmentation.saturation)
        colour = \(augmentation.colour)
        grey = \(augmentation.grey)

        """
    }

    private func list(_ texts: [String]) -> String { "[\(texts.map(quoted).joined(separator: ", "))]" }

    private func list(_ range: ClosedRange<Double>) -> String { "[\(range.lowerBound), \(range.upperBound)]" }

    /// A basic string of TOML. Nothing below a space gets here: the reader refuses it.
    private func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
}
