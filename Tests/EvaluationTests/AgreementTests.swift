import Evaluation
import Testing

struct AgreementTests {
    /// Cohen 1960, as every textbook has it: 20 and 15 of 50 agree, 5 and 10 do not.
    @Test func textbook() throws {
        var pairs: [(Bool, Bool)] = []
        for (first, second, count) in [(true, true, 20), (true, false, 5), (false, true, 10), (false, false, 15)] {
            pairs += Array(repeating: (first, second), count: count)
        }
        let agreement = Agreement(pairs)
        #expect(agreement.count == 50 && agreement.agreed == 35)
        #expect(agreement.share == 0.7)
        #expect(agreement.interval == .clopperPearson(35, of: 50))
        #expect(abs(try #require(agreement.kappa) - 0.4) < 1e-15)
    }

    @Test func theEdges() {
        let none = Agreement([] as [(Int, Int)])
        #expect(none.share == nil && none.kappa == nil && none.interval.lower == 0 && none.interval.upper == 1)
        // One verdict only: agreement says nothing that chance would not.
        #expect(Agreement([(1, 1), (1, 1)]).kappa == nil)
        #expect(Agreement([(1, 1), (1, 1)]).share == 1)
        #expect(Agreement([(1, 1), (2, 2)]).kappa == 1)
        #expect(Agreement([(1, 2), (2, 1)]).kappa == -1)
        // The second person says the same whatever comes: no better than chance.
        #expect(Agreement([(1, 1), (2, 1)]).kappa == 0)
        #expect(Agreement([(1, 2), (1, 2)]).kappa == 0)
    }

    @Test func threeVerdictsEqualTheFormula() throws {
        var random = SplitMix(seed: 3)
        for _ in 0..<100 {
            let pairs = (0..<Int.random(in: 2..<60, using: &random)).map { _ -> (Int, Int) in
                let first = Int.random(in: 0..<3, using: &random)
                return (first, Bool.random(using: &random) ? first : Int.random(in: 0..<3, using: &random))
            }
            let count = Double(pairs.count)
            let observed = Double(pairs.count { $0.0 == $0.1 }) / count
            let chance = (0..<3).reduce(0.0) { sum, verdict in
                sum + Double(pairs.count { $0.0 == verdict }) / count * Double(pairs.count { $0.1 == verdict }) / count
            }
            guard chance < 1 - 1e-9 else { continue }
            let kappa = try #require(Agreement(pairs).kappa)
            #expect(abs(kappa - (observed - chance) / (1 - chance)) < 1e-12)
            #expect(kappa <= 1 && kappa >= -1)
        }
    }
}
