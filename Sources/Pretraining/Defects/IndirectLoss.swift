import CKernels
import Foundation

/// How far the picture that a predicted pseudo-defect makes is from the defective one (equations 10 and 11): the mean
/// over pixels and colours of the squared difference. The paper's text says mean, its formula sum; the sum is C·H·W times
/// as much, gradient included.
public enum IndirectLoss {
    /// How the maximum over the pixels in equations 5 and 6 is differentiated.
    public enum Maximum: Sendable {
        /// Through the pixel that has it.
        case followed
        /// As if it were constant.
        case held
    }

    /// The loss and its slope for each number of `prediction`.
    /// - Parameters:
    ///   - canvas: of the pictures' size; afterwards holds the differences.
    ///   - normal: the picture without defect, colours × height × width, in −1…1.
    ///   - target: the defective one, shaped alike.
    public static func value(
        _ prediction: GaussianMixture, normal: UnsafePointer<Float>, target: UnsafePointer<Float>,
        on canvas: MixtureCanvas, maximum: Maximum = .followed
    ) -> (loss: Double, slopes: [Double]) {
        canvas.draw(prediction)
        let count = Double(canvas.colours * canvas.width * canvas.height)
        var turn = 0.0
        let squares = mixture_error(
            normal, target, Int32(canvas.colours), canvas.scale, Int32(canvas.width), Int32(canvas.height),
            Int64(canvas.stride), Int64(canvas.plane), canvas.planes.baseAddress!, &turn, canvas.level)
        return (squares / count, slopes(prediction, canvas, turn: turn, pixels: count, maximum))
    }

    /// Everything that the loss says about a component's shape and weight are the sums of w = p ∂L/∂p over the pixels
    /// times 1, t, t², z, z², t z, for ln pₖ = −(t² + z²)/2 + …, where z = (y − μy)/σy and t is the distance from the ridge
    /// along the row, in its own widths: zx = √(1 − ρ²) t + ρ z.
    private static func slopes(
        _ mixture: GaussianMixture, _ canvas: MixtureCanvas, turn: Double, pixels: Double, _ maximum: Maximum
    ) -> [Double] {
        let colours = canvas.colours
        let length = Int(mixture_moment_count(Int32(colours)))
        let components = canvas.components
        var moments = [Double](repeating: 0, count: components.count * length)
        mixture_moments(
            components, Int32(components.count), canvas.paint, Int32(colours), canvas.reference, Int32(canvas.width),
            Int32(canvas.height), Int64(canvas.stride), Int64(canvas.plane), canvas.planes.baseAddress!, &moments,
            canvas.level)
        if maximum == .followed { follow(canvas, turn: turn, length: length, into: &moments) }
        let factor = 2 * Double(canvas.scale) / pixels
        var slopes = [Double](repeating: 0, count: mixture.values.count)
        for k in components.indices {
            let at = k * length
            let unit = mixture_component.unit
            let w = factor * moments[at]
            let (wt, wtt) = (factor * moments[at + 1] / unit, factor * moments[at + 2] / (unit * unit))
            let (wz, wzz) = (factor * moments[at + 3] / unit, factor * moments[at + 4] / (unit * unit))
            let wtz = factor * moments[at + 5] / (unit * unit)
            let (sx, sy) = (mixture.value(.widthX, of: k), mixture.value(.widthY, of: k))
            let rho = mixture.value(.correlation, of: k)
            let uncorrelated = (1 - rho) * (1 + rho)
            let root = uncorrelated.squareRoot()
            for c in 0..<colours { slopes[k * mixture.shape.stride + c] = factor * moments[at + 6 + c] }
            slopes[mixture.index(.meanX, of: k)] = wt / (root * sx)
            slopes[mixture.index(.meanY, of: k)] = (wz - rho / root * wt) / sy
            slopes[mixture.index(.widthX, of: k)] = (wtt - w + rho / root * wtz) / sx
            slopes[mixture.index(.widthY, of: k)] = (wzz - w - rho / root * wtz) / sy
            slopes[mixture.index(.correlation, of: k)] = (rho * (w - wtt) + root * wtz) / uncorrelated
            let weight = mixture.value(.weight, of: k)
            slopes[mixture.index(.weight, of: k)] = weight > 0 ? w / weight : 0
        }
        slopes[slopes.count - 1] = mixture.strength > 0 ? 2 * turn / pixels / mixture.strength : 0
        return slopes
    }

    /// The maximum divides every pixel, so that it pulls with the whole picture's weight at the one pixel that has it.
    private static func follow(_ canvas: MixtureCanvas, turn: Double, length: Int, into moments: inout [Double]) {
        guard canvas.scale > 0 else { return }
        let summit = canvas.summit
        let whole = turn / Double(canvas.scale)
        var values: [Double] = []
        var places: [(t: Double, z: Double)] = []
        for component in canvas.components {
            let z = component.across + component.step * Double(summit.y)
            let t = (Double(summit.x) - component.centre - component.slope * Double(summit.y)) * component.inverse
            values.append(exp2(component.peak - canvas.reference - z * z - t * t))
            places.append((t, z))
        }
        let sum = values.reduce(0, +)
        for k in values.indices {
            let w = -whole * values[k] / sum
            let (t, z) = places[k]
            for (i, part) in [w, w * t, w * t * t, w * z, w * z * z, w * t * z].enumerated() {
                moments[k * length + i] += part
            }
        }
    }
}
