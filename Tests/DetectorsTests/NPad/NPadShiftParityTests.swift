import Detectors
import Network
import Raster
import TestSupport
import Testing

/// The way from pictures to maps, with the reference's toy network: 2 × 2 means, a map of 3 to 8 channels, ReLU.
@Suite(.enabled(if: Golden.isPresent, "needs ../shared"))
struct NPadShiftParityTests {
    private let reference: NPadGolden
    private let npad: NPad

    init() throws {
        reference = try NPadGolden()
        var options = reference.options()
        options.shift = 4
        let network = TinyNetwork(seed: 1)
        let backbone = try Backbone(
            checkpoint: network.checkpoint, architecture: network.architecture, width: 32, height: 32)
        var recipe = Recipe(
            backbone: backbone, inputProtocol: .whole, channels: reference.selected, seed: nil,
            regularisation: .absolute(0.01), precision: .f32)
        (recipe.width, recipe.height, recipe.blur, recipe.npad) = (12, 12, 0, options)
        npad = NPad(
            recipe: recipe,
            embedding: try PatchEmbedding(
                taps: [.init(name: "toy", channels: 8, width: 6, height: 6)], channels: reference.selected),
            model: try reference.fit(options).model)
    }

    /// Picture `i`, `3 × 12 × 12`.
    private func picture(_ i: Int, _ name: String = "test_images") throws -> [Plane] {
        let all = try reference.golden.floats(name)
        return (0..<3).map {
            Plane(width: 12, height: 12, values: Array(all[((i * 3 + $0) * 144)..<((i * 3 + $0 + 1) * 144)]))
        }
    }

    /// The chosen features of a picture, `6 × 6 × 5`.
    private func features(_ picture: [Plane]) throws -> [Float] {
        let (weight, bias) = (try reference.golden.floats("toy_weight"), try reference.golden.floats("toy_bias"))
        var features: [Float] = []
        for p in 0..<36 {
            let (x, y) = (2 * (p % 6), 2 * (p / 6))
            let means = picture.map { Double($0[x, y] + $0[x + 1, y] + $0[x, y + 1] + $0[x + 1, y + 1]) / 4 }
            for channel in reference.selected {
                let sum = (0..<3).reduce(Double(bias[channel])) { $0 + Double(weight[channel * 3 + $1]) * means[$1] }
                features.append(Float(max(0, sum)))
            }
        }
        return features
    }

    @Test func moves() throws {
        #expect(npad.shifts.flatMap { [$0.down, $0.right] } == (try reference.golden.integers("shifts_dy_dx")))
        for i in 0..<4 {
            #expect(
                try picture(i).map { $0.shifted(right: npad.shifts[3].right, down: npad.shifts[3].down) }
                    == picture(i, "shifted_test_images_shift3"))
        }
    }

    @Test func mapsAndScores() throws {
        let copies = try (0..<4).map { i in
            try npad.shifts.map { shift in
                try features(picture(i).map { $0.shifted(right: shift.right, down: shift.down) })
            }
        }
        #expect(
            worst(copies.map { $0[0] }.flatMap { $0 }, try reference.features("test_features").map(Double.init)) <= 1e-5
        )
        let distances = npad.model.distances(of: copies.flatMap { $0 })
        let maps = distances.map(npad.model.map)
        // Ours part by part, the reference's shift by shift.
        let byShift = (0..<17).flatMap { k in (0..<4).flatMap { maps[$0 * 17 + k] } }
        #expect(worst(byShift, try reference.golden.doubles("shifted_maps")) <= 1e-4)
        let upsampled = SmoothUpsampling(from: (6, 6), to: (12, 12), sigma: 0)
        let plain = (0..<4).flatMap { upsampled.apply(Plane(width: 6, height: 6, values: maps[$0 * 17])).values }
        #expect(worst(plain, try reference.golden.doubles("map_upsampled")) <= 1e-4)
        let scores = npad.model.pairedScores(of: copies.flatMap { $0 })
        let scoresByShift = (0..<17).flatMap { k in (0..<4).map { scores[$0 * 17 + k] } }
        #expect(worst(scoresByShift, try reference.golden.doubles("shifted_image_scores")) <= 1e-4)

        let anomalies = withPointers(copies.map { $0.flatMap { $0 } }) { npad.anomalies(of: $0, threads: 2) }
        let expected = try #require(reference.json["image_score_shift_aggregated"] as? [Double])
        #expect(worst(anomalies.map(\.score), expected) <= 1e-4)
        let averaged = try anomalies.flatMap { try #require(npad.map(of: $0)).values }
        #expect(worst(averaged, try reference.golden.doubles("map_shift_aggregated")) <= 1e-4)
    }
}
