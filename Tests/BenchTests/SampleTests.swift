import Bench
import Testing

struct SampleTests {
    @Test("percentiles lie where NumPy puts them")
    func percentiles() {
        // numpy.percentile([15, 20, 35, 40, 50], [0, 5, 30, 40, 50, 95, 100])
        let sample = Sample([35, 20, 15, 50, 40])
        let expected: [(Double, Double)] = [(0, 15), (5, 16), (30, 23), (40, 29), (50, 35), (95, 48), (100, 50)]
        for (share, value) in expected { #expect(abs(sample.percentile(share) - value) < 1e-12) }
    }

    @Test("the median of an even number lies half-way between the middle two")
    func evenMedian() { #expect(Sample([4, 1, 3, 2]).median == 2.5) }

    @Test("one measurement is every percentile, and none is not a number")
    func fewMeasurements() {
        #expect([0.0, 37, 50, 99, 100].allSatisfy { Sample([7]).percentile($0) == 7 })
        #expect(Sample([]).median.isNaN && Sample([]).percentile(99).isNaN && Sample([]).least.isNaN)
    }

    @Test("what is not a number is left out, and shares outside 0…100 are drawn in")
    func bounds() {
        let sample = Sample([.nan, 2, 1, .nan, 3])
        #expect(sample.count == 3 && sample.median == 2)
        #expect(sample.percentile(-5) == 1 && sample.percentile(400) == 3)
        #expect(sample.least == 1 && sample.greatest == 3)
    }
}
