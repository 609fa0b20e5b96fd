import Evaluation
import Raster
import Testing

/// Pixel figures against their definitions, counted the slow way, and against each other.
struct PixelPropertyTests {
    private struct Part {
        let map: Plane
        let mask: Mask
    }

    private func parts(seed: UInt64, count: Int, width: Int, height: Int, levels: Int) -> [Part] {
        var random = SplitMix(seed: seed)
        return (0..<count).map { _ in
            let mask = (0..<(width * height)).map { _ in UInt8(Int.random(in: 0..<4, using: &random) == 0 ? 1 : 0) }
            let map = mask.map { Float(Int.random(in: 0..<levels, using: &random)) + ($0 == 1 ? Float(levels) / 4 : 0) }
            return Part(
                map: Plane(width: width, height: height, values: map),
                mask: Mask(width: width, height: height, values: mask))
        }
    }

    private func evaluate(_ parts: [Part]) throws -> PixelRanking {
        var evaluation = PixelEvaluation()
        for part in parts { try evaluation.add(map: part.map, mask: part.mask, isDefective: !part.mask.isEmpty) }
        return evaluation.ranking()
    }

    /// Regions by flooding from each defect pixel; pixels as (part, index).
    private func regions(_ parts: [Part]) -> [[(part: Int, pixel: Int)]] {
        var regions: [[(Int, Int)]] = []
        for (number, part) in parts.enumerated() {
            let (width, height) = (part.mask.width, part.mask.height)
            var open = Set(part.mask.values.indices.filter { part.mask.values[$0] == 1 })
            while let seed = open.popFirst() {
                var (region, front) = ([seed], [seed])
                while let pixel = front.popLast() {
                    for dy in -1...1 {
                        for dx in -1...1 {
                            let (x, y) = (pixel % width + dx, pixel / width + dy)
                            guard x >= 0, x < width, y >= 0, y < height else { continue }
                            if let next = open.remove(y * width + x) {
                                region.append(next)
                                front.append(next)
                            }
                        }
                    }
                }
                regions.append(region.map { (number, $0) })
            }
        }
        return regions
    }

    @Test(arguments: [(3, 7, 5, 6), (2, 12, 9, 1000), (4, 1, 8, 3), (4, 9, 1, 4)])
    func overlapEqualsItsDefinition(count: Int, width: Int, height: Int, levels: Int) throws {
        for seed in 1...5 as ClosedRange<UInt64> { try expectDefinition(seed, count, width, height, levels) }
    }

    private func expectDefinition(_ seed: UInt64, _ count: Int, _ width: Int, _ height: Int, _ levels: Int) throws {
        let parts = parts(seed: seed, count: count, width: width, height: height, levels: levels)
        let pixels = try evaluate(parts)
        let regions = regions(parts)
        #expect(pixels.regions == regions.count)
        let normals: [Float] = parts.flatMap { part -> [Float] in
            zip(part.map.values, part.mask.values).filter { $0.1 == 0 }.map(\.0)
        }
        var curve: [(rate: Double, overlap: Double)] = [(0, 0)]
        for threshold in Set(parts.flatMap(\.map.values)).sorted(by: >) {
            let covered = regions.map { region in
                Double(region.count { parts[$0.part].map.values[$0.pixel] >= threshold }) / Double(region.count)
            }
            let rate = Double(normals.count { $0 >= threshold }) / Double(normals.count)
            curve.append((rate, covered.reduce(0, +) / Double(regions.count)))
        }
        for limit in [0.01, 0.05, 0.3, 0.5, 1] {
            var area = 0.0
            for (from, to) in zip(curve, curve.dropFirst()) where from.rate < limit && to.rate > from.rate {
                let end = min(to.rate, limit)
                let cut = from.overlap + (to.overlap - from.overlap) * (end - from.rate) / (to.rate - from.rate)
                area += (end - from.rate) * (from.overlap + cut) / 2
            }
            let aupro = try #require(pixels.aupro(limit: limit))
            #expect(abs(aupro - area / limit) <= 1e-12)
        }
        for (step, overlap) in zip(pixels.ranking.steps, pixels.overlaps) {
            let point = curve.min { abs($0.overlap - overlap) < abs($1.overlap - overlap) }
            #expect(abs((point?.overlap ?? -1) - overlap) <= 1e-12)
            #expect(step.falsePositivesAbove <= step.falsePositives)
        }
    }

    /// Large enough that sorting works in several slices; against the image-level way, which sorts by comparison.
    @Test(arguments: [2, 50, 1 << 24])
    func manyPixelsRankLikeScores(levels: Int) throws {
        var parts = parts(seed: 5, count: 3, width: 400, height: 300, levels: levels)
        // Negative scores and both zeros take part.
        parts = parts.enumerated().map { i, part in
            guard i == 1 else { return part }
            let values = part.map.values.map { -$0 }
            return Part(map: Plane(width: part.map.width, height: part.map.height, values: values), mask: part.mask)
        }
        let pixels = try evaluate(parts)
        let plain = try Ranking(
            scores: parts.flatMap(\.map.values), isPositive: parts.flatMap { $0.mask.values.map { $0 == 1 } })
        #expect(pixels.ranking == plain)
        #expect(pixels.overlaps.last.map { abs($0 - 1) <= 1e-12 } == true)
    }

    @Test func oneRegionMakesOverlapTheROC() throws {
        var mask = [UInt8](repeating: 0, count: 80)
        for i in 22...26 { mask[i] = 1 }
        var random = SplitMix(seed: 6)
        let map = mask.map { Float.random(in: 0..<1, using: &random) + Float($0) / 2 }
        let plane = Plane(width: 10, height: 8, values: map)
        let pixels = try evaluate([Part(map: plane, mask: Mask(width: 10, height: 8, values: mask))])
        let (auroc, aupro) = (try #require(pixels.auroc()), try #require(pixels.aupro(limit: 1)))
        #expect(pixels.regions == 1)
        #expect(abs(auroc - aupro) <= 1e-14)
    }

    @Test func mergingAndOrderChangeNothing() throws {
        let parts = parts(seed: 7, count: 6, width: 11, height: 13, levels: 9)
        var (whole, one, other) = (PixelEvaluation(), PixelEvaluation(), PixelEvaluation())
        for (i, part) in parts.enumerated() {
            try whole.add(map: part.map, mask: part.mask, isDefective: true)
            if i % 2 == 0 {
                try one.add(map: part.map, mask: part.mask, isDefective: true)
            } else {
                try other.add(map: part.map, mask: part.mask, isDefective: true)
            }
        }
        other.merge(one)
        let (a, b) = (whole.ranking(), other.ranking())
        #expect(a.ranking == b.ranking)
        #expect(a.regions == b.regions)
        let (x, y) = (try #require(a.aupro()), try #require(b.aupro()))
        #expect(abs(x - y) <= 1e-14)
    }

    @Test func rankingMayBeAskedForInBetween() throws {
        let parts = parts(seed: 8, count: 4, width: 6, height: 6, levels: 5)
        var evaluation = PixelEvaluation()
        for part in parts {
            try evaluation.add(map: part.map, mask: part.mask, isDefective: true)
            _ = evaluation.ranking()
        }
        #expect(evaluation.ranking().ranking == (try evaluate(parts)).ranking)
    }

    @Test func goodPartsNeedNoMask() throws {
        let map = Plane(width: 3, height: 2, values: [1, 2, 3, 4, 5, 6])
        var (with, without) = (PixelEvaluation(), PixelEvaluation())
        try with.add(map: map, mask: Mask(width: 3, height: 2, values: [0, 0, 0, 0, 0, 0]), isDefective: false)
        try without.add(map: map, mask: nil, isDefective: false)
        #expect(with.normalPixels == 6)
        #expect(with.ranking() == without.ranking())
    }

    @Test func badMapsAreRefusedWhole() throws {
        var evaluation = PixelEvaluation()
        let good = Plane(width: 2, height: 2, values: [1, 2, 3, 4])
        try evaluation.add(map: good, mask: nil, isDefective: false)
        let before = evaluation.normalPixels
        #expect(throws: EvaluationError.self) {
            try evaluation.add(map: good, mask: Mask(width: 4, height: 1, values: [0, 0, 0, 1]), isDefective: true)
        }
        do {
            let broken = Plane(width: 2, height: 2, values: [1, 2, .nan, 4])
            try evaluation.add(map: broken, mask: nil, isDefective: false)
            Issue.record("a NaN was taken")
        } catch {
            #expect(error.code == .notANumber)
            #expect("\(error)" == "map 2: the score at x 0, y 1 is not a number; score the part again")
        }
        #expect(evaluation.normalPixels == before)
        #expect(evaluation.parts == 1)
    }

    @Test func nothingIsDefinedWithoutParts() {
        var evaluation = PixelEvaluation()
        let pixels = evaluation.ranking()
        #expect(pixels.auroc() == nil)
        #expect(pixels.aupro() == nil)
        #expect(pixels.bestF1() == nil)
    }
}
