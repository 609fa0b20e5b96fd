import Evaluation
import Foundation
import Testing

struct RateIntervalTests {
    private struct Case: Sendable {
        let k: Int
        let n: Int
        let wilson: (Double, Double)
        let exact: (Double, Double)
    }

    /// Computed with 40 digits.
    private static let cases = [
        Case(
            k: 0, n: 10, wilson: (0, 0.27753279986288925),
            exact: (0, 0.30849710781876082)),
        Case(
            k: 1, n: 10, wilson: (0.017876213095072904, 0.4041500267952385),
            exact: (0.0025285785444617845, 0.44501611702819542)),
        Case(
            k: 10, n: 10, wilson: (0.72246720013711075, 1),
            exact: (0.69150289218123918, 1)),
        Case(
            k: 3, n: 50, wilson: (0.020614970348973953, 0.16217091688838173),
            exact: (0.012548587835334062, 0.16548194660377289)),
        Case(
            k: 25, n: 50, wilson: (0.36644514316828578, 0.63355485683171422),
            exact: (0.35527299712990772, 0.64472700287009228)),
        Case(
            k: 0, n: 1, wilson: (0, 0.79345068562276261),
            exact: (0, 0.975)),
        Case(
            k: 7, n: 1000, wilson: (0.0033948684009907648, 0.014378315465766588),
            exact: (0.0028188587596205257, 0.014369194978918633)),
        Case(
            k: 999, n: 1000, wilson: (0.99435744140204206, 0.99982345362937392),
            exact: (0.99444107572017333, 0.99997468251250871)),
        Case(
            k: 1, n: 1_000_000, wilson: (1.7652457674537147e-7, 5.664911804311443e-6),
            exact: (2.5317807663794178e-8, 5.5716306551722443e-6)),
        Case(
            k: 2000, n: 20000, wilson: (0.095918792596511715, 0.10423483624837199),
            exact: (0.095875646276775304, 0.10424103843406903)),
    ]

    @Test func equalsHighPrecisionValues() {
        for entry in Self.cases {
            let wilson = RateInterval.wilson(entry.k, of: entry.n)
            #expect(abs(wilson.lower - entry.wilson.0) <= 1e-14, "\(entry)")
            #expect(abs(wilson.upper - entry.wilson.1) <= 1e-14, "\(entry)")
            let exact = RateInterval.clopperPearson(entry.k, of: entry.n)
            #expect(abs(exact.lower - entry.exact.0) <= 1e-12, "\(entry)")
            #expect(abs(exact.upper - entry.exact.1) <= 1e-12, "\(entry)")
        }
    }

    @Test func nothingSeenSaysNothing() {
        let all = RateInterval.wilson(0, of: 0)
        #expect(all.lower == 0 && all.upper == 1)
        #expect(RateInterval.clopperPearson(0, of: 0) == all)
    }

    @Test func swappingHitsAndMissesMirrors() {
        for n in [1, 2, 5, 17, 240] {
            for k in 0...n {
                for interval in [RateInterval.wilson, RateInterval.clopperPearson] {
                    let (a, b) = (interval(k, n), interval(n - k, n))
                    #expect(abs(a.lower - (1 - b.upper)) <= 1e-13)
                    #expect(a.lower <= Double(k) / Double(n) && Double(k) / Double(n) <= a.upper)
                    #expect(a.lower >= 0 && a.upper <= 1)
                }
            }
        }
    }

    /// The promise of the exact interval: it misses no rate more than 2.5 % of the time on either side.
    @Test(arguments: [1, 4, 12, 40])
    func exactIntervalKeepsItsPromise(n: Int) {
        let intervals = (0...n).map { RateInterval.clopperPearson($0, of: n) }
        for rate in stride(from: 0.005, to: 1, by: 0.005) {
            var (below, above) = (0.0, 0.0)
            for k in 0...n {
                let probability = exp(
                    lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1))
                        + Double(k) * log(rate) + Double(n - k) * log1p(-rate))
                if rate < intervals[k].lower { below += probability }
                if rate > intervals[k].upper { above += probability }
            }
            #expect(below <= 0.025 + 1e-9)
            #expect(above <= 0.025 + 1e-9)
        }
    }
}
