import Foundation

extension PixelEvaluation {
    /// AUPIMO of each outlined part: the area under the polyline through (ln rate, overlap) of all distinct scores, cut
    /// at the bounds, over the distance between them.
    ///
    /// An overlap changes at scores of the part's own defect pixels alone, so one walk over the defect pixels from the
    /// highest score down, as far as the upper bound, adds a rectangle for each change, and a trapezoid where normal
    /// pixels have the same score and rate and overlap rise together.
    func exactOverlaps(_ bounds: ClosedRange<Double>) throws(Undefined) -> [Double] {
        var rate = SharedRate(normals)
        guard let highest = rate.range?.upperBound, rate.fall(to: highest).at <= bounds.lowerBound else {
            throw .boundNotReached
        }
        rate = SharedRate(normals)
        var curves = outlined.map { OverlapArea(pixels: $0.pixels, bounds: bounds) }
        var end = defects.count
        while end > 0 {
            let key = UInt32(truncatingIfNeeded: defects[end - 1] >> 32)
            let (above, at) = rate.fall(to: key)
            guard above < bounds.upperBound else { break }
            var start = end
            while start > 0, defects[start - 1] >> 32 == UInt64(key) { start -= 1 }
            for i in start..<end { curves[part(ofDefect: i)].entering += 1 }
            for i in start..<end { curves[part(ofDefect: i)].enter(above: above, at: at) }
            end = start
        }
        for i in curves.indices { curves[i].finish() }
        let width = log(bounds.upperBound / bounds.lowerBound)
        return curves.map { min(1, max(0, $0.area.value / width)) }
    }

    /// Which of `outlined` a defect pixel belongs to.
    func part(ofDefect i: Int) -> Int { regionParts[Int(truncatingIfNeeded: defects[i] & 0xFFFF_FFFF)] }
}

/// The area of one part so far.
private struct OverlapArea {
    private let pixels: Double
    private let (lower, upper): (Double, Double)
    private var covered = 0
    /// Pixels of the score at hand.
    var entering = 0
    /// Up to which ln rate the area is taken.
    private var x: Double
    private(set) var area = CompensatedSum()

    init(pixels: Int, bounds: ClosedRange<Double>) {
        self.pixels = Double(pixels)
        (lower, upper) = (log(bounds.lowerBound), log(bounds.upperBound))
        x = lower
    }

    /// The pixels of a score come in, together with the normal pixels that have it.
    /// - Parameters:
    ///   - above: the rate before, up to which the overlap stood still.
    ///   - at: the rate afterwards.
    mutating func enter(above: Double, at: Double) {
        guard entering > 0 else { return }
        let (from, to) = (log(above), log(at))
        level(to: from)
        let (low, rise) = (Double(covered) / pixels, Double(entering) / pixels)
        let (left, right) = (max(from, lower), min(to, upper))
        // A rate of 0 is left of the lower bound, and so is then the first rate above it.
        if right > left, from.isFinite {
            let middle = ((left + right) / 2 - from) / (to - from)
            area.add((right - left) * (low + rise * middle))
            x = right
        }
        covered += entering
        entering = 0
    }

    mutating func finish() { level(to: upper) }

    private mutating func level(to end: Double) {
        let end = min(upper, end)
        guard end > x else { return }
        area.add((end - x) * Double(covered) / pixels)
        x = end
    }
}
