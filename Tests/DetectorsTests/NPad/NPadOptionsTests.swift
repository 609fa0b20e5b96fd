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

    /// Every setting has a name, and what is set is what was said.
    @Test func settingsByName() throws {
        #expect(try NPadOptions(parsing: "") == .standard && NPadOptions(parsing: "standard") == .standard)
        for preset in NPadOptions.Preset.allCases {
            #expect(try NPadOptions(parsing: preset.rawValue) == NPadOptions(preset))
        }
        var options = NPadOptions(.ab)
        (options.lambda, options.channels, options.centroids.vectors) = (1, .mostNonzero, nil)
        #expect(try NPadOptions(parsing: "a+b, lambda=1, channels=mostNonzero,vectors=all") == options)
        let values = [
            "patches": "off", "neighbourhood": "5", "similarity": "full", "lambda": "4", "inference": "3",
            "aggregates": "off", "aggregation": "5", "combination": "arithmeticMean", "score": "productPairs",
            "top-k": "9", "ratio": "0.2", "iterations": "2", "seed": "8", "vectors": "77", "channels": "random",
            "shift": "3",
        ]
        #expect(Set(values.keys) == Set(NPadOptions.settings))
        for (name, value) in values {
            var options = NPadOptions()
            try options.set(name, to: value)
            #expect(options != NPadOptions(), "\(name)")
        }
        for text in ["Z", "lambda", "lambda=much", "shift=-1", "score=best", "patches=yes", "=", "A,hue=3"] {
            #expect(throws: DetectorError.self, "\(text)") { try NPadOptions(parsing: text) }
        }
    }
}
