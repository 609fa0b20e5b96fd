import Network
import Testing

@Suite struct SeededRandomTests {
    @Test func samePathSameNumbersOtherPathOthers() {
        var a = SeededRandom(seed: 7, 1200, 3)
        var again = SeededRandom(seed: 7, 1200, 3)
        var b = SeededRandom(seed: 7, 3, 1200)
        let first = (0..<8).map { _ in a.next() }
        #expect(first == (0..<8).map { _ in again.next() })
        #expect(first != (0..<8).map { _ in b.next() })
    }

    @Test func momentsAreThoseOfTheDistributions() {
        var random = SeededRandom(seed: 1)
        let count = 100_000
        let uniform = (0..<count).map { _ in random.uniform() }
        let normal = (0..<count).map { _ in random.normal() }
        func mean(_ values: [Float]) -> Float { values.reduce(0, +) / Float(count) }
        func variance(_ values: [Float]) -> Float { mean(values.map { $0 * $0 }) - mean(values) * mean(values) }
        #expect(uniform.allSatisfy { (0..<1).contains($0) })
        #expect(abs(mean(uniform) - 0.5) < 0.005 && abs(variance(uniform) - 1 / 12) < 0.002)
        #expect(normal.allSatisfy { $0.isFinite })
        #expect(abs(mean(normal)) < 0.015 && abs(variance(normal) - 1) < 0.02)
    }

    @Test func everyNumberBelowIsReached() {
        var random = SeededRandom(seed: 2)
        let drawn = (0..<1000).map { _ in random.below(7) }
        #expect(Set(drawn) == Set(0..<7))
    }
}
