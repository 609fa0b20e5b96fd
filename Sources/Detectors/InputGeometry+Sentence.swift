import Foundation

extension InputGeometry {
    /// What was chosen, for what, and what it costs: "input 544x224 for parts of 1130x460 (all 40): 2.1 part pixels per
    /// input pixel, 1.9 times the time and memory of 256x256".
    public var sentence: String {
        let pixels = String(format: "%.1f part pixels per input pixel", reduction)
        return "input \(width)x\(height) for \(share)\(parts): \(pixels), \(cost)\(warning)"
    }

    private var share: String { shown == part ? "" : "the central \(shown) of " }

    private var parts: String {
        if partCount == 1 { return "a part of \(part)" }
        if smallest == largest { return "parts of \(part) (all \(partCount))" }
        let range = "\(Self.range(smallest.width, largest.width)) by \(Self.range(smallest.height, largest.height))"
        return "parts of \(range) pixels (\(partCount) of different sizes, median \(part))"
    }

    private var cost: String {
        if width * height == Self.unit { return "the time and memory of 256x256" }
        return String(format: areaRatio < 0.095 ? "%.2f" : "%.1f", areaRatio) + " times the time and memory of 256x256"
    }

    private var warning: String {
        if keepsThinLines { return "" }
        let lost = String(format: "%.0f", (1.5 * reduction).rounded(.up))
        let isBoundBySide = max(width, height) == Self.sides.upperBound
        return "; lines thinner than \(lost) part pixels may be lost"
            + (isBoundBySide ? "" : ": a larger --budget keeps more")
    }

    private static func range(_ low: Int, _ high: Int) -> String { low == high ? "\(low)" : "\(low)-\(high)" }
}
