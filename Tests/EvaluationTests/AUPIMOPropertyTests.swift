import Evaluation
import Foundation
import Raster
import Testing

/// Per-image overlap against its definition, every distinct score a threshold.
struct AUPIMOPropertyTests {
    private struct Part {
        let map: Plane
        let mask: Mask
    }

    private func parts(seed: UInt64, levels: Int) -> [Part] {
        var random = SplitMix(seed: seed)
        return (0..<7).map { number in
            let (width, height) = ([6, 9, 6, 14][number % 4], [5, 8, 5, 3][number % 4])
            let mask = (0..<(width * height)).map { _ in
                UInt8(number > 3 && Int.random(in: 0..<4, using: &random) == 0 ? 1 : 0)
            }
            let map = mask.map { Float(Int.random(in: 0..<levels, using: &random)) + ($0 == 1 ? Float(levels) / 3 : 0) }
            return Part(
                map: Plane(width: width, height: height, values: map.map { $0.rounded(.down) }),
                mask: Mask(width: width, height: height, values: mask))
        }
    }

    /// One number for each part with a defect pixel; `nil` where the lower bound is not reached.
    private func definition(_ parts: [Part], _ bounds: ClosedRange<Double>) -> [Double]? {
        let normal = parts.filter(\.mask.isEmpty)
        var points: [(x: Double, overlaps: [Double])] = []
        for threshold in Set(parts.flatMap(\.map.values)).sorted(by: >) {
            let rate = normal.reduce(0.0) { sum, part in
                sum + Double(part.map.values.count { $0 >= threshold }) / Double(part.map.values.count)
            }
            let overlaps = parts.filter { !$0.mask.isEmpty }.map { part -> Double in
                let own = zip(part.map.values, part.mask.values).filter { $0.1 == 1 }.map(\.0)
                return Double(own.count { $0 >= threshold }) / Double(own.count)
            }
            if rate > 0 { points.append((log(rate / Double(normal.count)), overlaps)) }
        }
        let (low, high) = (log(bounds.lowerBound), log(bounds.upperBound))
        guard let first = points.first, first.x <= low + 1e-12 else { return nil }
        return first.overlaps.indices.map { i in
            var area = 0.0
            for (from, to) in zip(points, points.dropFirst()) where to.x > from.x {
                let (left, right) = (max(from.x, low), min(to.x, high))
                guard right > left else { continue }
                func y(_ x: Double) -> Double {
                    from.overlaps[i] + (to.overlaps[i] - from.overlaps[i]) * (x - from.x) / (to.x - from.x)
                }
                area += (right - left) * (y(left) + y(right)) / 2
            }
            return area / (high - low)
        }
    }

    @Test(arguments: [6, 40, 100_000], [0.02...0.3, 0.05...1, 0.011...0.012])
    func exactEqualsItsDefinition(levels: Int, bounds: ClosedRange<Double>) throws {
        for seed in 1...8 as ClosedRange<UInt64> {
            let parts = parts(seed: seed, levels: levels)
            var evaluation = PixelEvaluation()
            for part in parts { try evaluation.add(map: part.map, mask: part.mask, isDefective: !part.mask.isEmpty) }
            let found = try? evaluation.aupimo(bounds: bounds)
            guard let expected = definition(parts, bounds) else {
                #expect(found == nil)
                continue
            }
            let aupimo = try #require(found)
            #expect(aupimo.parts.count == expected.count)
            for (part, value) in zip(aupimo.parts, expected) { #expect(abs(part.value - value) <= 1e-10) }
        }
    }

    @Test func mergingChangesNothing() throws {
        let parts = parts(seed: 3, levels: 50)
        var (whole, one, other) = (PixelEvaluation(), PixelEvaluation(), PixelEvaluation())
        for (i, part) in parts.enumerated() {
            try whole.add(map: part.map, mask: part.mask, isDefective: !part.mask.isEmpty)
            if i < 5 {
                try one.add(map: part.map, mask: part.mask, isDefective: !part.mask.isEmpty)
            } else {
                try other.add(map: part.map, mask: part.mask, isDefective: !part.mask.isEmpty)
            }
        }
        // Asked in between, so that sorted keys are added to.
        _ = one.ranking()
        one.merge(other)
        let (a, b) = (try whole.aupimo(bounds: 0.02...0.5), try one.aupimo(bounds: 0.02...0.5))
        #expect(a.parts.map(\.index) == [4, 5, 6])
        #expect(a.parts.map(\.index) == b.parts.map(\.index))
        for (x, y) in zip(a.parts, b.parts) { #expect(abs(x.value - y.value) <= 1e-14) }
        #expect(whole.ranking().ranking == one.ranking().ranking)
    }

    @Test func reasonsAreNamed() throws {
        var random = SplitMix(seed: 9)
        let map = Plane(width: 8, height: 8, values: (0..<64).map { _ in Float.random(in: 0..<1, using: &random) })
        let mask = Mask(width: 8, height: 8, values: (0..<64).map { $0 < 9 ? 1 : 0 })
        var evaluation = PixelEvaluation()
        #expect(throws: Undefined.noNormalPart) { try evaluation.aupimo() }
        try evaluation.add(map: map, mask: nil, isDefective: false)
        #expect(throws: Undefined.noOutlinedDefect) { try evaluation.aupimo() }
        try evaluation.add(map: map, mask: mask, isDefective: true)
        // One pixel of 64 is 0.016.
        #expect(throws: Undefined.boundNotReached) { try evaluation.aupimo() }
        #expect(throws: Undefined.boundNotReached) { try evaluation.aupimo(reading: .linspaced) }
        #expect(try evaluation.aupimo(bounds: 0.016...0.5).parts.count == 1)
        #expect(throws: Undefined.coarseThresholds) {
            try evaluation.aupimo(bounds: 0.016...0.0161, reading: .linspaced)
        }
    }
}
