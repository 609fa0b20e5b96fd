import Detectors
import Foundation
import Testing

struct NPadOptionsTests {
    @Test(arguments: NPadOptions.Preset.allCases) func presetsAreValidAndDiffer(preset: NPadOptions.Preset) throws {
        try NPadOptions(preset).validate()
        for other in NPadOptions.Preset.allCases where other != preset {
            #expect(NPadOptions(other) != NPadOptions(preset))
        }
        let bytes = try JSONEncoder().encode(NPadOptions(preset))
        #expect(try JSONDecoder().decode(NPadOptions.self, from: bytes) == NPadOptions(preset))
    }

    /// A word that settings must contain, and the change that makes them wrong.
    private static let wrong: [(String, @Sendable (inout NPadOptions) -> Void)] = [
        ("modules", { ($0.usesPatches, $0.usesAggregates) = (false, false) }),
        ("neighbourhood", { $0.neighbourhood = 2 }),
        ("neighbourhood", { $0.neighbourhood = -1 }),
        ("neighbourhood", { $0.neighbourhood = 1001 }),
        ("aggregation", { $0.aggregation = 0 }),
        ("inference", { $0.inference = 0 }),
        ("lambda", { $0.lambda = 0 }),
        ("lambda", { $0.lambda = .nan }),
        ("shift", { $0.shift = -1 }),
        ("shift", { $0.shift = 400 }),
        ("top-k", { $0.topK = 0 }),
        ("ratio", { $0.centroids.ratio = 1.5 }),
        ("iterations", { $0.centroids.iterations = 0 }),
        ("vectors", { $0.centroids.vectors = 0 }),
    ]

    @Test(arguments: wrong.indices) func refusesNonsense(index: Int) throws {
        var options = NPadOptions()
        Self.wrong[index].1(&options)
        let error = #expect(throws: DetectorError.self) { try options.validate() }
        let message = try #require(error).description
        #expect(message.contains(Self.wrong[index].0), "\(message)")
    }

    /// What centroids are made with does not matter to a score that needs none.
    @Test func unusedSettingsAreNotChecked() throws {
        var options = NPadOptions(.a)
        options.centroids.ratio = -1
        options.topK = 0
        try options.validate()
    }
}
