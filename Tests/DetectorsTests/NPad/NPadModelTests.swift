import Detectors
import SystemPackage
import Testing

/// What N-pad must be when its modules are taken away, and that its answers depend on nothing but the parts.
struct NPadModelTests {
    private static let (width, height, d) = (7, 5, 6)

    private func rows(_ count: Int, seed: Int = 1) -> ListedRows {
        ListedRows(
            Fit.sample(count, positions: Self.width * Self.height, dimensions: Self.d, seed: seed), width: Self.width,
            height: Self.height, dimensions: Self.d)
    }

    private func probes(_ count: Int) -> [[Float]] {
        let all = rows(count, seed: 9)
        return (0..<count).map { all[$0] }
    }

    private func plain() -> NPadOptions {
        var options = NPadOptions()
        (options.neighbourhood, options.inference, options.usesAggregates) = (1, 1, false)
        options.score = .mapMaximum
        return options
    }

    private func fit(
        _ rows: ListedRows, _ options: NPadOptions, leaveOneOut: Bool = false,
        precision: Recipe.StoredPrecision = .f32
    ) throws -> NPadModel.Fit {
        try NPadModel.fit(
            rows, options: options, regularisation: (.constant(0.01), .constant(0.01)), precision: precision,
            leaveOneOut: leaveOneOut)
    }

    private func difference(_ a: [Float], _ b: [Float]) -> Float {
        a.count == b.count ? zip(a, b).map { abs($0 - $1) / max(1e-3, abs($1)) }.max() ?? 0 : .infinity
    }

    /// With everything off it is PaDiM.
    @Test(arguments: [Recipe.StoredPrecision.f32, .f16])
    func nothingButGaussiansIsPaDiM(precision: Recipe.StoredPrecision) throws {
        let rows = rows(20)
        let padim = try Fit(
            rows.values, count: 20, positions: Self.width * Self.height, dimensions: Self.d, epsilon: 0.01,
            precision: precision)
        let model = try fit(rows, plain(), precision: precision).model
        let ours = model.distances(of: probes(5)).compactMap(\.patches)
        for (a, b) in zip(ours, padim.distances(probes(5))) {
            #expect(difference(a, b) <= (precision == .f32 ? 2e-5 : 2e-3))
        }
    }

    /// Neighbours that weigh nothing change nothing.
    @Test func aSmallLambdaIsPaDiM() throws {
        let rows = rows(20)
        var options = plain()
        let alone = try fit(rows, options).model.distances(of: probes(3)).compactMap(\.patches)
        options.neighbourhood = 3
        options.lambda = 1e-9
        let lonely = try fit(rows, options).model.distances(of: probes(3)).compactMap(\.patches)
        for (a, b) in zip(lonely, alone) { #expect(difference(a, b) <= 1e-6) }
        options.lambda = 0.25
        let sociable = try fit(rows, options).model.distances(of: probes(3)).compactMap(\.patches)
        #expect(zip(sociable, alone).contains { difference($0, $1) > 1e-3 })
    }

    /// The more Gaussians a patch may choose from, the nearer the nearest; and it is one of them.
    @Test func inferenceTakesTheNearest() throws {
        var options = plain()
        var before: [[Float]]?
        for inference in [1, 2, 4] {
            options.inference = inference
            let now = try fit(rows(20), options).model.distances(of: probes(3)).compactMap(\.patches)
            for (wide, narrow) in zip(now, before ?? now) { #expect(zip(wide, narrow).allSatisfy { $0 <= $1 }) }
            if let before { #expect(now != before) }
            before = now
        }
    }

    @Test func combinations() throws {
        var options = NPadOptions(.ab)
        let model = try fit(rows(12), options).model
        let distances = model.distances(of: probes(1))[0]
        let (a, b) = (try #require(distances.patches), try #require(distances.aggregates))
        #expect(model.map(of: distances) == zip(a, b).map { ($0 * $1).squareRoot() })
        options.combination = .arithmeticMean
        #expect(try fit(rows(12), options).model.map(of: distances) == zip(a, b).map { ($0 + $1) / 2 })
    }

    /// Neither the number of threads nor the company changes a bit; nor does it matter how often a fit is made.
    @Test func sameBitsHoweverAsked() throws {
        var options = NPadOptions()
        options.centroids.vectors = 300
        let first = try fit(rows(15), options)
        let second = try fit(rows(15), options)
        let parts = probes(9)
        let together = first.model.distances(of: parts)
        for (i, part) in parts.enumerated() {
            for threads in [1, 2, 4] {
                let alone = first.model.distances(of: [part], threads: threads)[0]
                #expect(alone.patches == together[i].patches && alone.aggregates == together[i].aggregates)
            }
            #expect(second.model.distances(of: [part])[0].patches == together[i].patches)
        }
        #expect(first.model.centroids?.values == second.model.centroids?.values)
        #expect(first.model.centroids?.count == 30)
        let scores = first.model.pairedScores(of: parts)
        #expect(scores == parts.map { first.model.pairedScores(of: [$0])[0] })
        #expect(scores.allSatisfy { $0 > 0 })
        options.centroids.seed = 5
        #expect(try fit(rows(15), options).model.centroids?.values != first.model.centroids?.values)
    }

    /// What is no number is never good.
    @Test func notANumberStays() throws {
        let model = try fit(rows(12), NPadOptions()).model
        var part = probes(1)[0]
        part[3 * Self.d] = .nan
        let distances = model.distances(of: [part])[0]
        #expect(model.map(of: distances).contains { $0.isNaN })
        #expect(model.pairedScores(of: [part])[0].isNaN)
    }

    @Test func twoPartsAreEnough() throws {
        for parts in [2, 3] {
            let fit = try fit(rows(parts), NPadOptions(), leaveOneOut: parts > 2)
            #expect(fit.model.pairedScores(of: probes(2)).allSatisfy { $0.isFinite })
            #expect(fit.leftOut.flatMap { $0.patches ?? [] }.allSatisfy { $0.isFinite })
        }
        #expect(throws: DetectorError.self) { try fit(rows(1), NPadOptions()) }
    }

    @Test func cancels() {
        #expect(throws: CancellationError.self) {
            try NPadModel.fit(
                rows(12), options: NPadOptions(), regularisation: (.constant(0.01), .constant(0.01)), precision: .f32,
                isCancelled: { true })
        }
    }

    @Test func progressRises() throws {
        var seen: [Double] = []
        _ = try NPadModel.fit(
            rows(12), options: NPadOptions(), regularisation: (.constant(0.01), .constant(0.01)), precision: .f32,
            progress: { seen.append($0) })
        #expect(seen == seen.sorted())
        #expect(try #require(seen.last) > 0.999 && seen.count > Self.height)
    }
}
