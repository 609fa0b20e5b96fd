import ArgumentParser
import Detectors
import Disk
import Inspection

/// One setting and the values that it takes in turn.
struct Sweep: ExpressibleByArgument {
    enum Setting: String, CaseIterable {
        case modules, neighbourhood, inference, shift, dims, centroids, parts, epsilon, subspace

        /// What is tried where no values are given: the papers' own, as far as they have any.
        var standard: [String] {
            switch self {
            case .modules: NPadOptions.Preset.allCases.map(\.rawValue)
            case .neighbourhood: ["1", "3", "5"]
            case .inference: ["1", "2", "3"]
            case .shift: ["0", "1", "2", "4"]
            case .dims: ["25", "50", "100", "150"]
            case .centroids: ["0.001", "0.01", "0.1"]
            case .parts: ["5", "10", "20", "50"]
            case .epsilon: ["0.01", "0.1", "0.75", "3"]
            case .subspace: ["full", "pca:0.95", "pca:0.99", "npca:0.01", "npca:0.001", "npca:0.0001"]
            }
        }

        /// The detector that has it; `nil` where all have.
        var detector: DetectorKind? {
            switch self {
            case .modules, .neighbourhood, .inference, .shift, .centroids: .npad
            case .subspace: .mvg
            case .dims, .parts, .epsilon: nil
            }
        }
    }

    let setting: Setting
    let values: [String]

    /// `shift` or `shift:0,2,4`.
    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let setting = Setting(rawValue: parts[0]) else { return nil }
        self.setting = setting
        guard parts.count == 2 else {
            values = setting.standard
            return
        }
        values = parts[1].split(separator: ",").map(String.init)
        guard !values.isEmpty, Set(values).count == values.count, values.allSatisfy({ setting.accepts($0) }) else {
            return nil
        }
    }

    /// The methods that it makes of the one that was given.
    func methods(_ recipe: RecipeOptions, _ loader: BackboneLoader) throws -> [Comparison.Method] {
        var recipe = recipe
        if let detector = setting.detector { recipe.detector = detector }
        return try values.map { value in
            let own = try setting.applied(value, to: recipe)
            return Comparison.Method(
                name: "\(setting.rawValue) \(value)", isSeeded: own.detector != .mvg || setting == .parts,
                learns: setting == .parts ? Int(value) : nil
            ) { category, seed in try own.method(for: category, loader, seed: seed) }
        }
    }
}

extension Sweep.Setting {
    /// Whether a value can be one of it.
    fileprivate func accepts(_ value: String) -> Bool {
        switch self {
        case .modules: NPadOptions.Preset(rawValue: value) != nil || value == "standard"
        case .neighbourhood, .inference, .dims, .parts: Int(value).map { $0 > 0 } ?? false
        case .shift: Int(value).map { $0 >= 0 } ?? false
        case .centroids, .epsilon: Double(value).map { $0 > 0 && $0.isFinite } ?? false
        case .subspace: true
        }
    }

    /// - Throws: `ValidationError` for a value that the detector has no use for.
    fileprivate func applied(_ value: String, to recipe: RecipeOptions) throws -> RecipeOptions {
        var recipe = recipe
        switch self {
        case .modules: recipe.npad.npad = value
        case .neighbourhood: recipe.npad.neighbourhood = Int(value)
        case .inference: recipe.npad.inferenceNeighbourhood = Int(value)
        case .shift: recipe.npad.shift = Int(value)
        case .centroids: recipe.npad.centroidRatio = Double(value)
        case .dims: recipe.dims = Int(value) ?? recipe.dims
        case .epsilon:
            (recipe.epsilon, recipe.relativeEpsilon, recipe.regularisation) = (nil, Double(value), nil)
        case .subspace: recipe.mvg.subspace = value
        case .parts: break
        }
        try recipe.npad.validate()
        try recipe.mvg.validate()
        return recipe
    }
}
