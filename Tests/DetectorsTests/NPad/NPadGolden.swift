import Detectors
import Foundation
import TestSupport

/// The reference values of N-pad, and parts made of them.
struct NPadGolden {
    let golden: Golden
    let json: [String: Any]
    let selected: [Int]

    static let grid = 6
    static let dimensions = 5

    init() throws {
        golden = try Golden("npad")
        json = try Golden.json("npad")
        selected = try golden.integers("selected")
    }

    /// The chosen channels of `parts × 6 × 6 × 8` features.
    func features(_ name: String, channels: [Int]? = nil) throws -> [Float] {
        let all = try golden.doubles(name)
        let chosen = channels ?? selected
        return stride(from: 0, to: all.count, by: 8).flatMap { at in chosen.map { Float(all[at + $0]) } }
    }

    func training(few: Bool = false) throws -> ListedRows {
        let all = try features("train_features")
        let values = few ? Array(all[..<(3 * Self.grid * Self.grid * Self.dimensions)]) : all
        return ListedRows(values, width: Self.grid, height: Self.grid, dimensions: Self.dimensions)
    }

    /// The options that the reference was made with.
    func options() -> NPadOptions {
        var options = NPadOptions()
        options.centroids.vectors = nil
        return options
    }

    func fit(_ options: NPadOptions, few: Bool = false, leaveOneOut: Bool = false) throws -> NPadModel.Fit {
        try NPadModel.fit(
            try training(few: few), options: options, regularisation: (.constant(0.01), .constant(0.01)),
            precision: .f32, leaveOneOut: leaveOneOut,
            starts: few ? nil : try golden.integers("kmeans_init_rows"))
    }
}

/// Embeddings of parts that lie in memory, `parts × height × width × dimensions`.
struct ListedRows: FeatureRows {
    let values: [Float]
    let parts: Int
    let width: Int
    let height: Int
    let dimensions: Int

    init(_ values: [Float], width: Int, height: Int, dimensions: Int) {
        self.values = values
        self.width = width
        self.height = height
        self.dimensions = dimensions
        parts = values.count / (width * height * dimensions)
    }

    func load(_ y: Int, into out: UnsafeMutablePointer<Float>) {
        let length = width * dimensions
        for part in 0..<parts {
            for i in 0..<length { out[part * length + i] = values[(part * height + y) * length + i] }
        }
    }

    /// Without one part.
    func leavingOut(_ part: Int) -> ListedRows {
        let length = height * width * dimensions
        return ListedRows(
            Array(values[..<(part * length)] + values[((part + 1) * length)...]), width: width, height: height,
            dimensions: dimensions)
    }

    subscript(part: Int) -> [Float] {
        let length = height * width * dimensions
        return Array(values[(part * length)..<((part + 1) * length)])
    }
}

extension NPadModel {
    /// Distances of listed parts, asked for together.
    func distances(of parts: [[Float]], threads: Int = 1) -> [Distances] {
        withPointers(parts) { distances(of: $0, threads: threads) }
    }

    func pairedScores(of parts: [[Float]]) -> [Float] {
        let distances = distances(of: parts)
        return withPointers(parts) { views in zip(distances, views).map { pairedScore($0, of: $1) } }
    }
}

/// Calls `body` with where parts lie while they do.
func withPointers<Result>(_ parts: [[Float]], _ body: ([UnsafePointer<Float>]) throws -> Result) rethrows -> Result {
    let memory = parts.map { values in
        let memory = AlignedBytes(count: values.count * 4)
        for i in values.indices { memory.floats[i] = values[i] }
        return memory
    }
    return try withExtendedLifetime(memory) {
        try body(memory.map { UnsafePointer($0.floats.baseAddress!) })
    }
}

/// Largest difference relative to what is expected, where that is not near zero.
func worst(_ ours: [Double], _ expected: [Double], floor: Double = 1e-3) -> Double {
    guard ours.count == expected.count else { return .infinity }
    return zip(ours, expected).map { abs($0 - $1) / max(floor, abs($1)) }.max() ?? .infinity
}

func worst(_ ours: [Float], _ expected: [Double]) -> Double { worst(ours.map(Double.init), expected) }
