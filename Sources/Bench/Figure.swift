import Foundation

/// Figures for people: three that mean something, no more.
public enum Figure {
    public static func text(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let size = abs(value)
        let decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
        return String(format: "%.\(decimals)f", value)
    }
}
