import Disk
import Pretraining
import SystemPackage
import Testing

@Suite struct PretrainingRecipeTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    func read(_ text: String, steps: Int? = nil) throws -> PretrainingRecipe {
        try PretrainingRecipe(reading: try scratch.write(text, as: "recipe.toml"), steps: steps)
    }

    static let least = "objective = \"classification\"\n[classes]\nfolder = \"classes\"\n"

    @Test func threeLinesAreEnough() throws {
        let recipe = try read(Self.least)
        #expect(recipe.task == .classification)
        #expect(recipe.name == "recipe")
        #expect(recipe.architecture == "resnet18")
        #expect(recipe.start == nil)
        #expect((recipe.size, recipe.batch, recipe.shards) == (128, 64, 2))
        #expect(recipe.headGrid == 1)
        #expect(recipe.path("classes") == scratch.path.appending("classes"))
        #expect(recipe.path("/elsewhere") == "/elsewhere")
        #expect(try read("objective = \"direct\"\n[parts]\nfolders = \"good\"").headGrid == 4)
    }

    @Test("what was understood reads as the same again", arguments: PretrainingRecipe.Task.allCases)
    func canonical(_ task: PretrainingRecipe.Task) throws {
        let recipe = try read(PretrainingRecipe.example(task))
        #expect(try read(recipe.text) == recipe)
        #expect(try read(recipe.text).text == recipe.text)
        var sgd = recipe
        sgd.optimiser = PretrainingRecipe.Optimiser(.sgd, steps: 100)
        sgd.optimiser.schedule = .steps
        sgd.optimiser.milestones = [30, 60]
        sgd.optimiser.clip = 2.5
        sgd.steps = 100
        sgd.start = "my \"trunk\" \\ 1"
        sgd.licence = "CC0-1.0"
        #expect(try read(sgd.text) == sgd)
    }

    @Test("examples set what is the default anyway", arguments: PretrainingRecipe.Task.allCases)
    func examples(_ task: PretrainingRecipe.Task) throws {
        let recipe = try read(PretrainingRecipe.example(task))
        var plain = PretrainingRecipe(task, name: "recipe", folder: recipe.folder)
        (plain.parts, plain.classes) = (recipe.parts, recipe.classes)
        (plain.licence, plain.source) = (recipe.licence, recipe.source)
        #expect(recipe == plain)
    }

    @Test func stepsCanBeGivenBeside() throws {
        let recipe = try read(Self.least, steps: 40)
        #expect(recipe.steps == 40)
        #expect(recipe.optimiser.warmUp == 2)
        let long = try read("\(Self.least)[optimiser]\nwarm-up = 300\n", steps: 40)
        #expect(long.optimiser.warmUp == 39)
    }

    @Test(
        "mistakes are told with file, line and key",
        arguments: [
            ("objective = \"clasification\"", ":1", "\"direct\", \"indirect\", \"centring\", \"classification\""),
            ("objective = 3", ":1", "a whole number"),
            ("seed = 1", "", "objective"),
            ("objective = \"direct\"", "", "[parts]"),
            ("objective = \"centring\"\n[parts]\nfolders = [\"a\"]", "", "[classes]"),
            ("objective = \"direct\"\n[parts]\nfolders = []", ":3", "empty list"),
            ("objective = \"direct\"\n[parts]\nfolders = [\"a\", \"a\"]", ":3", "twice"),
            ("\(least)[optimiser]\nrate = -1", ":5", "[optimiser] rate is -1"),
            ("\(least)[optimiser]\nwarm-up = 3000", ":5", "fewer than the 3000 steps"),
            ("objective = \"centring\"\nbatch = 4\nsteps = 1", ":2", "3 samples"),
            ("\(least)[optimiser]\nrat = 0.1", ":5", "no [optimiser] rat"),
            ("\(least)[optimiser]\nmomentum = 0.1", ":5", "no [optimiser] momentum"),
            ("stepps = 4\n\(least)", ":1", "no stepps"),
            ("\(least)[defects]\ncomponents = 4", ":4", "no defects"),
            (
                "objective = \"direct\"\n[parts]\nfolders = \"a\"\n[defects]\nwidths = [0.5, 0.1]", ":5",
                "lower one first"
            ),
            ("objective = \"direct\"\n[parts]\nfolders = \"a\"\n[defects]\ncolours = 2", ":5", "3 for RGB"),
            ("size = 100\n\(least)", ":1", "96"),
            ("batch = 7\n\(least)", ":1", "equal shards"),
            ("architecture = \"resnet19\"\n\(least)", ":1", "resnet18"),
            ("name = \"../up\"\n\(least)", ":1", "file's name"),
            ("name = \"a\\u001Bb\"\n\(least)", ":1", "can be shown"),
            ("optimiser = 3\n\(least)", ":1", "[optimiser]"),
            ("\(least)[augmentation]\nsmallest-scale = 2.0", ":4", "scale"),
            ("objective = \"direct", ":1", "end-of-file"),
        ])
    func mistakes(_ mistake: (text: String, line: String, words: String)) throws {
        let error = #expect(throws: PretrainingError.self) { _ = try read(mistake.text) }
        #expect(error?.code == .recipe)
        #expect(error?.subject.hasSuffix("recipe.toml\(mistake.line)") == true, "\(error?.description ?? "")")
        #expect(error?.message.contains(mistake.words) == true, "\(error?.description ?? "")")
        #expect(error?.message.contains("\n") == false)
    }

    @Test func aFileThatIsMissingIsNamed() {
        let error = #expect(throws: PretrainingError.self) {
            _ = try PretrainingRecipe(reading: scratch.path.appending("none.toml"))
        }
        #expect(error?.description.contains("none.toml: no such file") == true)
    }
}
