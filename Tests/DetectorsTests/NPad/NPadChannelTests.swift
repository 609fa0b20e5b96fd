import Detectors
import TestSupport
import Testing

/// Which channels N-pad keeps.
struct NPadChannelTests {
    @Test(.enabled(if: Golden.isPresent, "needs ../shared")) func asTheReferenceChooses() throws {
        let reference = try NPadGolden()
        let features = try reference.golden.doubles("train_features")
        let counts = (0..<8).map { channel in
            stride(from: channel, to: features.count, by: 8).reduce(0) { $0 + (features[$1] == 0 ? 0 : 1) }
        }
        #expect(counts == (try reference.golden.integers("nonzero_counts")))
        let listed = try #require(reference.json["selected_for_d"] as? [String: [Int]])
        #expect(listed.count == 8)
        for (count, expected) in listed {
            #expect(NonzeroChannels.choose(try #require(Int(count)), nonzeros: counts) == expected)
        }
        #expect(NonzeroChannels.choose(5, nonzeros: counts) == reference.selected)
        #expect(
            NonzeroChannels.choose(5, nonzeros: counts, most: true)
                == (try reference.golden.integers("selected_if_most_nonzero")))
    }

    @Test func tiesGoToTheLowerIndex() {
        #expect(NonzeroChannels.choose(2, nonzeros: [4, 4, 4]) == [0, 1])
        #expect(NonzeroChannels.choose(2, nonzeros: [4, 4, 4], most: true) == [0, 1])
        #expect(NonzeroChannels.choose(3, nonzeros: [9, 0, 5, 0]) == [1, 2, 3])
    }
}
