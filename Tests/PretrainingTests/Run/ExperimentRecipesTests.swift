import Disk
import Foundation
import Pretraining
import SystemPackage
import TestSupport
import Testing

/// The recipes of the experiment in Benchmarks say what the command understands.
struct ExperimentRecipesTests {
    static let folder = Golden.repository.appendingPathComponent("Benchmarks/pretraining")

    @Test(arguments: ["random", "direct", "indirect", "classes", "centring", "centring-imagenet", "touchstone"])
    func reads(name: String) throws {
        let file = Self.folder.appendingPathComponent("\(name).toml")
        let recipe = try PretrainingRecipe(reading: FilePath(file.path))
        #expect(recipe.architecture == "resnet18" && recipe.size == (name == "touchstone" ? 112 : 96))
        #expect(recipe.parts == (["classes", "touchstone"].contains(name) ? [] : ["parts"]))
        #expect((recipe.start != nil) == (name == "centring-imagenet"))
        // What has learnt nothing must not: such a step is lost in the last place of any weight.
        #expect(name != "random" || (recipe.optimiser.rate < 1e-20 && recipe.optimiser.weightDecay == 0))
    }

    @Test func noneIsLeftOut() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(names.filter { $0.hasSuffix(".toml") }.count == 7)
    }
}
