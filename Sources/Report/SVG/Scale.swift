#if canImport(Glibc)
    import Glibc
#endif

/// From values to places along an axis of a drawing.
struct Scale: Equatable {
    let low: Double
    let high: Double
    /// Where `low` and `high` lie.
    let from: Double
    let to: Double
    var isLogarithmic = false

    func place(_ value: Double) -> Double {
        let share =
            isLogarithmic
            ? (log10(max(value, .leastNormalMagnitude)) - log10(low)) / (log10(high) - log10(low))
            : (value - low) / (high - low)
        return from + (to - from) * share
    }

    func clamped(_ value: Double) -> Double { place(min(max(value, low), high)) }

    /// Round values with steps of 1, 2 or 5 times a power of ten within the ends, about as many as asked for.
    static func ticks(_ low: Double, _ high: Double, about count: Int) -> [Double] {
        guard high > low, low.isFinite, high.isFinite, count > 0 else { return [low] }
        let step = roundStep((high - low) / Double(count))
        let first = (low / step - 1e-9).rounded(.up)
        let last = (high / step + 1e-9).rounded(.down)
        guard last >= first else { return [] }
        return stride(from: first, through: last, by: 1).map { $0 * step }
    }

    /// The nearest round step that is not smaller.
    static func roundStep(_ step: Double) -> Double {
        let power = pow(10, log10(step).rounded(.down))
        let factor = step / power
        return power * (factor <= 1.0001 ? 1 : factor <= 2.0001 ? 2 : factor <= 5.0001 ? 5 : 10)
    }

    /// Ends for figures from 0 to 1 that hold all the values and leave no half of the axis empty: 1 stays at the end
    /// where it is near.
    static func ends(of values: [Double]) -> (low: Double, high: Double) {
        let finite = values.filter(\.isFinite)
        guard let least = finite.min(), let most = finite.max() else { return (0, 1) }
        let span = max(most - least, 0.01)
        let step = roundStep(span / 4)
        let low = max(0, (least / step - 0.15).rounded(.down) * step)
        var high = (most / step + 0.15).rounded(.up) * step
        if most <= 1 { high = min(high, 1) }
        return high > low ? (low, high) : (max(0, high - step), high)
    }

    /// As many decimals as the step between ticks needs.
    static func label(_ tick: Double, among ticks: [Double]) -> String {
        guard ticks.count > 1 else { return Decimals.short(tick) }
        let step = ticks[1] - ticks[0]
        let decimals = max(0, -Int((log10(step) + 1e-9).rounded(.down)))
        return Decimals.fixed(tick, min(decimals, 6))
    }
}
