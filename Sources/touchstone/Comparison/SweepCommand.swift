import ArgumentParser
import Disk
import Inspection

struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Vary one setting of a detector and see what each value is worth.",
        discussion: """
            Everything else stays as the options say. Settings, with what is tried where no values are given:
              modules        N-pad's ablation: \(Sweep.Setting.modules.standard.joined(separator: ", "))
              neighbourhood  N-pad: side of the neighbourhood in training: 1, 3, 5
              inference      N-pad: side of the neighbourhood at inference: 1, 2, 3
              shift          N-pad: furthest shift in pixels: 0, 1, 2, 4
              centroids      N-pad: centroids for each vector: 0.001, 0.01, 0.1
              subspace       MVG: full, pca:0.95, pca:0.99, npca:0.01, npca:0.001, npca:0.0001
              dims           channels of an embedding: 25, 50, 100, 150
              parts          good parts to learn from: 5, 10, 20, 50
              epsilon        regularisation in units of the features' variance: 0.01, 0.1, 0.75, 3

            Examples:
              touchstone sweep parts/ --vary modules --backbone resnet18
              touchstone sweep parts/ --vary parts:3,5,20 --detector padim --seeds 5 --markdown
            """)

    @Argument(help: "A category, or a folder of categories.")
    var directory: String

    @Option(
        help: ArgumentHelp(
            "What to vary, and its values where they are not the usual ones.", valueName: "setting[:a,b,…]"))
    var vary: Sweep

    @OptionGroup var homeOptions: HomeOptions
    @OptionGroup var recipeOptions: RecipeOptions
    @OptionGroup var layoutOptions: LayoutOptions

    @Option(
        name: .customLong("category"), help: ArgumentHelp("Only this category; may be repeated.", valueName: "name"))
    var categories: [String] = []

    @Flag(help: "Print JSON for programs in place of the table.")
    var json = false

    @OptionGroup(title: "Comparison") var comparisonOptions: ComparisonOptions

    func validate() throws {
        if recipeOptions.detector == .mvg, vary.setting == .dims || vary.setting == .epsilon {
            throw ValidationError("--vary \(vary.setting.rawValue): MVG has no such setting.")
        }
        guard let detector = vary.setting.detector, recipeOptions.detector != detector, recipeOptions.detector != .padim
        else { return }
        throw ValidationError(
            "--vary \(vary.setting.rawValue) is a setting of \(detector.rawValue), not of \(recipeOptions.detector.rawValue)."
        )
    }

    func run() throws {
        let loader = BackboneLoader(try homeOptions.open())
        try ComparisonRun(
            directory: directory, only: categories, options: comparisonOptions, json: json, seed: recipeOptions.seed,
            layout: layoutOptions
        ).run(try vary.methods(recipeOptions, loader))
    }
}
