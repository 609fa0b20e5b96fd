import Detectors
import Foundation
import Testing

struct RegularisationRecipeTests {
    /// What calibrations of earlier versions have in their headers.
    @Test func whatWasWrittenBeforeIsRead() throws {
        let written = [
            #"{"absolute":{"_0":0.01}}"#: Recipe.Regularisation.absolute(0.01),
            #"{"relative":{"_0":0.75}}"#: .relative(0.75),
        ]
        for (json, expected) in written {
            #expect(try JSONDecoder().decode(Recipe.Regularisation.self, from: Data(json.utf8)) == expected)
            #expect(String(decoding: try JSONEncoder().encode(expected), as: UTF8.self) == json)
        }
    }

    @Test(arguments: [Recipe.Regularisation.ledoitWolf, .lowRank(16), .absolute(0.5), .relative(2)])
    func roundTrip(regularisation: Recipe.Regularisation) throws {
        let data = try JSONEncoder().encode(regularisation)
        #expect(try JSONDecoder().decode(Recipe.Regularisation.self, from: data) == regularisation)
    }

    @Test(
        arguments: [
            ("absolute:0.01", Recipe.Regularisation.absolute(0.01)), ("relative:0.75", .relative(0.75)),
            ("ledoit-wolf", .ledoitWolf), ("low-rank:16", .lowRank(16)), ("relative:1e-3", .relative(0.001)),
        ])
    func words(text: String, expected: Recipe.Regularisation) {
        #expect(Recipe.Regularisation(text) == expected)
        #expect(Recipe.Regularisation(expected.text) == expected)
    }

    @Test(
        arguments: [
            "", "absolute", "absolute:", "absolute:0", "absolute:-1", "absolute:inf", "relative:nan", "relative:1e31",
            "ledoit-wolf:1", "low-rank", "low-rank:0", "low-rank:1.5", "low-rank:-3", "low-rank:99999", "ridge:1",
            "absolute:1:2",
        ])
    func otherWordsAreRefused(text: String) {
        #expect(Recipe.Regularisation(text) == nil)
    }

    @Test func constantsAreSettledByTheFeatures() throws {
        let moments = ChannelMoments(positions: 1, dimensions: 1)
        let values: [Float] = [0, 2]
        values.withUnsafeBufferPointer { all in for i in 0..<2 { moments.add([all.baseAddress! + i]) } }
        #expect(moments.typicalVariance() == 2)
        #expect(try Recipe.Regularisation.absolute(0.5).patch(moments) == .constant(0.5))
        #expect(try Recipe.Regularisation.relative(0.5).patch(moments) == .constant(1))
        #expect(try Recipe.Regularisation.ledoitWolf.patch(moments) == .ledoitWolf(floor: 2e-6))
        #expect(try Recipe.Regularisation.lowRank(7).patch(moments) == .lowRank(7, floor: 2e-6))
        #expect(throws: DetectorError.self) { try Recipe.Regularisation.lowRank(0).patch(moments) }
    }
}
