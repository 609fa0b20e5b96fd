import Detectors
import Network
import Raster
import TestSupport
import Testing

/// A distance falls apart into what each tap brought in, exactly, however its covariance is kept.
struct TapSharesTests {
    private static let epsilon = 0.05
    private static let forms: [(parts: Int, dimensions: Int, isResidual: Bool)] = [
        (30, 6, false), (5, 17, false), (40, 33, false), (70, 64, false), (30, 100, false),
        (2, 6, true), (5, 17, true), (12, 33, true), (30, 100, true),
    ]

    /// Q δ by Gaussian elimination on the covariance.
    private func solved(_ covariance: [[Double]], _ delta: [Double]) -> [Double] {
        var a = covariance
        var b = delta
        let d = delta.count
        for i in 0..<d { a[i][i] += Self.epsilon }
        for i in 0..<d {
            for k in 0..<d where k != i {
                let factor = a[k][i] / a[i][i]
                for j in i..<d { a[k][j] -= factor * a[i][j] }
                b[k] -= factor * b[i]
            }
        }
        return (0..<d).map { b[$0] / a[$0][$0] }
    }

    @Test(arguments: forms, [Recipe.StoredPrecision.f32, .f16])
    func theProductIsThatOfTheInverse(
        size: (parts: Int, dimensions: Int, isResidual: Bool), precision: Recipe.StoredPrecision
    ) throws {
        let (positions, d) = (5, size.dimensions)
        let values = Fit.sample(size.parts, positions: positions, dimensions: d, seed: 2)
        let fit = try Fit(
            values, count: size.parts, positions: positions, dimensions: d, epsilon: Self.epsilon,
            precision: precision, form: size.isResidual ? .residual(rank: size.parts - 1) : .triangular)
        let probe = Fit.sample(1, positions: positions, dimensions: d, seed: 3)
        let distances = fit.distances([probe])[0]
        for p in 0..<positions {
            let delta = (0..<d).map { Double(probe[p * d + $0] - fit.mean[p * d + $0]) }
            let product = fit.whitening.product(delta, at: p)
            let squared = zip(delta, product).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(squared.squareRoot() - Double(distances[p])) <= 1e-5 * Double(distances[p]))
            let expected = solved(fit.direct(at: p).covariance, delta)
            let largest = zip(delta, expected).map { abs($0 * $1) }.max() ?? 0
            let tolerance = (precision == .f32 ? 2e-4 : 1e-2) * largest
            for i in 0..<d { #expect(abs(delta[i] * (product[i] - expected[i])) <= tolerance, "\(p) \(i)") }
        }
    }

    private let backbone: Backbone
    private let recipe: Recipe

    init() throws {
        let network = TinyNetwork(seed: 1)
        backbone = try Backbone(
            checkpoint: network.checkpoint, architecture: network.architecture, width: 64, height: 32)
        // The tap in the middle gives no channel.
        recipe = Recipe(backbone: backbone, inputProtocol: .whole, channels: [0, 3, 4, 9, 15, 41, 50, 60], seed: nil)
    }

    private func padim() throws -> PaDiM {
        let fit = try PaDiMFit(recipe: recipe, backbone: backbone)
        let images = (0..<7).map { TinyNetwork(seed: 10 + $0).image(width: 64, height: 32) }
        #expect(try fit.learn(images.count) { images[$0] }.isEmpty)
        return try fit.finish()
    }

    @Test func sharesSumToOneAndTheDistanceIsTheScores() throws {
        let padim = try padim()
        let inspector = try Inspector(padim, backbone: backbone, batch: 2)
        try inspector.embed(prepared: TinyNetwork(seed: 40).image(width: 64, height: 32), slot: 0)
        try inspector.embed(prepared: TinyNetwork(seed: 41).image(width: 64, height: 32), slot: 1)
        let grids = inspector.anomalies(count: 2).compactMap(\.grid)
        #expect(grids.count == 2)
        for (slot, grid) in grids.enumerated() {
            for position in grid.values.indices {
                let shares = try #require(inspector.tapShares(slot: slot, at: position))
                #expect(shares.taps.map(\.name) == ["first", "excited", "last"])
                #expect(abs(shares.taps.reduce(0) { $0 + $1.share } - 1) < 1e-5)
                #expect(shares.taps[1].share == 0)
                #expect(abs(shares.distance - grid.values[position]) <= 1e-5 * grid.values[position])
            }
        }
    }

    /// A tap that alone departs from the good parts, where taps are independent, has all of the distance.
    @Test func whatOneTapFoundIsThatTaps() throws {
        let padim = try padim()
        let length = padim.gridWidth * padim.gridHeight * recipe.channels.count
        let inspector = try Inspector(padim, backbone: backbone)
        try inspector.embed(prepared: TinyNetwork(seed: 40).image(width: 64, height: 32), slot: 0)
        var vector = Array(inspector.embedding(slot: 0))
        #expect(vector.count == length)
        let before = vector.withUnsafeBufferPointer { padim.tapShares(embedding: $0, at: 3) }
        for i in 0..<5 { vector[3 * recipe.channels.count + i] += 1e6 }
        let after = vector.withUnsafeBufferPointer { padim.tapShares(embedding: $0, at: 3) }
        #expect(after.distance > 1000 * before.distance)
        #expect(after.taps[0].share > 0.999)
    }

    @Test func aDescriptorIsTheMeanOfItsCells() {
        let (width, height, d) = (9, 6, 3)
        var random = Random(seed: 4)
        let vector = (0..<(width * height * d)).map { _ in random.next() }
        let found = vector.withUnsafeBufferPointer {
            PartDescriptor.average($0, gridWidth: width, gridHeight: height, dimensions: d)
        }
        #expect(found.count == 16 * d)
        for cell in 0..<16 {
            for i in 0..<d {
                var own: [Float] = []
                for y in 0..<height where y * 4 / height == cell / 4 {
                    for x in 0..<width where x * 4 / width == cell % 4 { own.append(vector[(y * width + x) * d + i]) }
                }
                #expect(abs(found[cell * d + i] - own.reduce(0, +) / Float(own.count)) < 1e-5)
            }
        }
        let small = [Float](repeating: 2, count: 2 * 3 * d).withUnsafeBufferPointer {
            PartDescriptor.average($0, gridWidth: 2, gridHeight: 3, dimensions: d)
        }
        #expect(small == [Float](repeating: 2, count: 2 * 3 * d))
    }
}
