/// A cell of many pixels in two colours. Of all ways to part the pixels in two, the one whose means are nearest to
/// them: the least sum of squared differences in light, with red, green and blue weighted as they add to luminance
/// (ITU-R BT.709), because that is what shapes are seen by. Exhaustive over the 8 or 32 partings, each in closed form.
/// Hot loop.
public enum TwoColourFit {
    public struct Result: Hashable, Sendable {
        /// Which pixels have the foreground, bit by bit along the rows; the first pixel always has it. All of them
        /// where one colour is enough.
        public let pattern: Int
        public let foreground: LinearLight.Value
        public let background: LinearLight.Value

        public init(pattern: Int, foreground: LinearLight.Value, background: LinearLight.Value) {
            self.pattern = pattern
            self.foreground = foreground
            self.background = background
        }
    }

    /// - Precondition: 4 or 6 pixels.
    public static func fit(_ pixels: [LinearLight.Value]) -> Result {
        precondition(pixels.count == 4 || pixels.count == 6)
        return withUnsafeTemporaryAllocation(of: LinearLight.Value.self, capacity: 32) { sums in
            pixels.withUnsafeBufferPointer { fit($0, sums) }
        }
    }

    /// - Parameter sums: room for 32 values.
    static func fit(
        _ pixels: UnsafeBufferPointer<LinearLight.Value>, _ sums: UnsafeMutableBufferPointer<LinearLight.Value>
    ) -> Result {
        let count = pixels.count
        let first = pixels[0]
        var isFlat = true
        for index in 1..<count where pixels[index] != first { isFlat = false }
        let all = 1 << count - 1
        if isFlat { return Result(pattern: all, foreground: first, background: first) }

        // Everything relative to the first pixel: sums keep their digits where differences are small.
        // Entry k is the sum of the pixels 1 … whose bits are set in k.
        sums[0] = .zero
        var known = 1
        for index in 1..<count {
            let value = (pixels[index] - first) * weights
            for k in 0..<known { sums[known + k] = sums[k] + value }
            known *= 2
        }
        // The error is a constant less |sum|² / n of either side.
        let total = sums[known - 1]
        var best = known - 1
        var most = (total * total).sum() / Float(count) * (1 + 1e-6)
        let order = count == 4 ? quadrantOrder : sextantOrder
        order.withUnsafeBufferPointer { order in
            reciprocals.withUnsafeBufferPointer { reciprocals in
                for k in order {
                    let lit = sums[k]
                    let rest = total - lit
                    let n = 1 + k.nonzeroBitCount
                    let gain =
                        (lit * lit).sum() * reciprocals[n] + (rest * rest).sum() * reciprocals[count - n]
                    if gain > most { (best, most) = (k, gain) }
                }
            }
        }
        let pattern = best << 1 | 1
        var light = LinearLight.Value.zero
        var dark = LinearLight.Value.zero
        for index in 0..<count {
            if pattern >> index & 1 == 1 { light += pixels[index] } else { dark += pixels[index] }
        }
        let lit = pattern.nonzeroBitCount
        guard lit < count else {
            return Result(pattern: all, foreground: light / Float(count), background: light / Float(count))
        }
        return Result(pattern: pattern, foreground: light / Float(lit), background: dark / Float(count - lit))
    }

    /// The weighted sum of squared differences that a result leaves.
    public static func error(of result: Result, on pixels: [LinearLight.Value]) -> Float {
        pixels.enumerated().reduce(0) { sum, pixel in
            let shown = result.pattern >> pixel.offset & 1 == 1 ? result.foreground : result.background
            let difference = (pixel.element - shown) * weights
            return sum + (difference * difference).sum()
        }
    }

    /// Square roots of the shares of luminance.
    private static let weights = LinearLight.Value(
        Float(0.2126).squareRoot(), Float(0.7152).squareRoot(), Float(0.0722).squareRoot())
    private static let reciprocals: [Float] = (0...6).map { $0 == 0 ? 0 : 1 / Float($0) }
    /// Plain halves first: where partings are equally good the plainer one is taken.
    private static let quadrantOrder = [1, 2, 0, 3, 5, 6, 4]
    private static let sextantOrder = [1, 7, 10] + (0..<31).filter { ![1, 7, 10].contains($0) }
}
