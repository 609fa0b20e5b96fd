import Foundation
import Pretraining
import TestSupport
import Testing

/// A case of the reference values.
struct MixtureCase: CustomTestStringConvertible, Sendable {
    let name: String
    let shape: MixtureShape
    let width: Int
    let height: Int

    var size: String { "\(width)x\(height)" }
    var testDescription: String { "\(name) \(size)" }

    init(_ name: String, _ components: Int, _ colours: Int, _ size: String) {
        self.name = name
        shape = MixtureShape(components: components, colours: colours)
        let sides = size.split(separator: "x").compactMap { Int($0) }
        (width, height) = (sides[0], sides[1])
    }

    static let generated: [MixtureCase] =
        ["32x32", "64x48"].flatMap { size in
            [("K1C1", 1, 1), ("K1C3", 1, 3), ("K3C1", 3, 1), ("K3C3", 3, 3), ("K30C1", 30, 1), ("K30C3", 30, 3)].map {
                MixtureCase($0.0, $0.1, $0.2, size)
            }
        } + [
            MixtureCase("narrow_between_pixels", 1, 3, "32x32"), MixtureCase("tiny_pi", 3, 3, "32x32"),
            MixtureCase("s_zero", 3, 1, "32x32"), MixtureCase("s_one", 3, 3, "32x32"),
            MixtureCase("strong_correlation", 3, 3, "32x32"),
        ]

    static let heads = [
        MixtureCase("K1C1", 1, 1, "32x32"), MixtureCase("K1C3", 1, 3, "32x32"), MixtureCase("K3C1", 3, 1, "64x48"),
        MixtureCase("K3C3", 3, 3, "32x32"), MixtureCase("K30C1", 30, 1, "32x32"), MixtureCase("K30C3", 30, 3, "32x32"),
        MixtureCase("K30C3", 30, 3, "64x48"),
    ]

    func truth(_ golden: Golden) throws -> GaussianMixture {
        GaussianMixture(shape: shape, values: try golden.doubles("gen/\(name)/theta"))
    }

    func normal(_ golden: Golden) throws -> [Float] { try golden.floats("normal/C\(shape.colours)/\(size)") }
}

/// ‖a − b‖ / ‖b‖.
func relativeDistance(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Double {
    var (difference, norm) = (0.0, 0.0)
    for (x, y) in zip(a, b) {
        difference += (x - y) * (x - y)
        norm += y * y
    }
    return (difference / norm).squareRoot()
}

/// The largest difference between two lists of numbers.
func largestDifference(_ a: some Sequence<Float>, _ b: some Sequence<Double>) -> Double {
    zip(a, b).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
}

extension MixtureCanvas {
    var mask: [Float] {
        var out = [Float](repeating: .nan, count: width * height)
        out.withUnsafeMutableBufferPointer { for y in 0..<height { mask(row: y, into: $0.baseAddress! + y * width) } }
        return out
    }

    var defect: [Float] {
        var out = [Float](repeating: .nan, count: colours * width * height)
        out.withUnsafeMutableBufferPointer {
            for c in 0..<colours {
                for y in 0..<height {
                    defect(row: y, colour: c, into: $0.baseAddress! + (c * height + y) * width)
                }
            }
        }
        return out
    }

    func blended(_ normal: [Float]) -> [Float] {
        var out = [Float](repeating: .nan, count: normal.count)
        out.withUnsafeMutableBufferPointer { out in
            normal.withUnsafeBufferPointer { blend($0.baseAddress!, into: out.baseAddress!) }
        }
        return out
    }
}
