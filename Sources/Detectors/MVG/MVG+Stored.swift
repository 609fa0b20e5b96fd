import Foundation
import Network

/// In a calibration's file: for every tap of the backbone its form, rank and dimensions (`levels`, 64-bit numbers) and
/// what is one number (`figures`), then for each level that is measured its mean, axes and weights, all in double
/// precision.
extension MVG: StoredDetector {
    private enum Code {
        static let notMeasured: Int64 = 0
        static let channels: Int64 = 1
        static let axes: Int64 = 2
    }

    public var stored: [StoredArray] {
        var (table, figures, arrays): ([Int64], [Double], [StoredArray]) = ([], [], [])
        for tap in taps {
            guard let level = levels.first(where: { $0.level == tap.name }) else {
                table += [Code.notMeasured, 0, 0]
                figures += [0, .nan]
                continue
            }
            arrays.append(StoredArray("\(tap.name) mean", level.mean))
            switch level.form {
            case .channels(let weights):
                table += [Code.channels, 0, Int64(level.dimensions)]
                figures += [0, level.shrinkage ?? .nan]
                arrays.append(StoredArray("\(tap.name) weights", weights))
            case .axes(let axes, let weights, let others):
                table += [Code.axes, Int64(weights.count), Int64(level.dimensions)]
                figures += [others, level.shrinkage ?? .nan]
                arrays.append(StoredArray("\(tap.name) axes", axes))
                arrays.append(StoredArray("\(tap.name) weights", weights))
            }
        }
        return [StoredArray("levels", table), StoredArray("figures", figures)] + arrays
    }

    public init(recipe: Recipe, taps: [Backbone.TapShape], stored: StoredArrays) throws(DetectorError) {
        let table: [Int64] = try stored.values("levels", count: 3 * taps.count)
        let figures: [Double] = try stored.values("figures", count: 2 * taps.count)
        var levels: [LevelGaussian] = []
        for (k, tap) in taps.enumerated() {
            let (code, rank, dimensions) = (table[3 * k], table[3 * k + 1], table[3 * k + 2])
            if code == Code.notMeasured { continue }
            // An axis more than there are channels is never computed, nor a level without a dimension.
            guard [Code.channels, Code.axes].contains(code), (0...Int64(tap.channels)).contains(rank),
                (1...Int64(tap.channels)).contains(dimensions)
            else { throw DetectorError(.damaged, tap.name, "has impossible sizes; calibrate again") }
            let mean: [Double] = try stored.values("\(tap.name) mean", count: tap.channels)
            let form: LevelGaussian.Form
            if code == Code.channels {
                form = .channels(weights: try stored.values("\(tap.name) weights", count: tap.channels))
            } else {
                form = .axes(
                    try stored.values("\(tap.name) axes", count: Int(rank) * tap.channels),
                    weights: try stored.values("\(tap.name) weights", count: Int(rank)), others: figures[2 * k])
            }
            let shrinkage = figures[2 * k + 1]
            levels.append(
                LevelGaussian(
                    level: tap.name, mean: mean, form: form, dimensions: Int(dimensions),
                    shrinkage: shrinkage.isNaN ? nil : shrinkage))
        }
        try self.init(recipe: recipe, taps: taps, levels: levels)
    }
}
