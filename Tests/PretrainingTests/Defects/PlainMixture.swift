import Foundation
import Pretraining

/// Equations 3 to 7 as they are written, in double precision.
struct PlainMixture {
    let mask: [Double]
    let defect: [Double]
    /// Density of the whole mixture.
    let density: [Double]

    init(_ mixture: GaussianMixture, width: Int, height: Int) {
        let shape = mixture.shape
        let length = shape.colours + 6
        var logarithms: [[Double]] = []
        for k in 0..<shape.components {
            let v = Array(mixture.values[(k * length + shape.colours)..<((k + 1) * length)])
            let uncorrelated = 1 - v[4] * v[4]
            let constant = log(v[5]) - log(2 * .pi * v[2] * v[3] * uncorrelated.squareRoot())
            logarithms.append(
                (0..<width * height).map { i in
                    let zx = (Self.place(i % width, width) - v[0]) / v[2]
                    let zy = (Self.place(i / width, height) - v[1]) / v[3]
                    return constant - (zx * zx - 2 * v[4] * zx * zy + zy * zy) / (2 * uncorrelated)
                })
        }
        let sums = (0..<width * height).map { i in
            let most = logarithms.map { $0[i] }.max()!
            return most + log(logarithms.reduce(0) { $0 + exp($1[i] - most) })
        }
        let top = sums.max()!
        mask = sums.map { mixture.strength * exp($0 - top) }
        density = sums.map { exp($0) }
        defect = (0..<shape.colours).flatMap { c in
            (0..<width * height).map { i in
                mixture.strength
                    * (0..<shape.components).reduce(0.0) {
                        $0 + mixture.values[$1 * length + c] * exp(logarithms[$1][i] - top)
                    }
            }
        }
    }

    func blended(_ normal: [Float]) -> [Double] {
        normal.indices.map { Double(normal[$0]) * (1 - mask[$0 % mask.count]) + defect[$0] }
    }

    private static func place(_ i: Int, _ count: Int) -> Double {
        count == 1 ? -1 : -1 + 2 * Double(i) / Double(count - 1)
    }
}
