import Foundation

/// Numbers as people read them: fixed decimals, so that columns line up.
enum Decimals {
    /// Figures of merit have four, as the field's tables do.
    static let ofFigures = 4

    static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return "–" }
        let text = String(format: "%.\(max(0, decimals))f", value)
        // A minus before nothing but zeros says nothing, and a hyphen is no minus.
        return text.hasPrefix("-") && text.contains { ("1"..."9").contains($0) }
            ? "−" + text.dropFirst() : text.replacing("-", with: "")
    }

    /// As few decimals as the value needs, four at most: for ticks, settings and limits.
    static func short(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        var text = fixed(value, 4)
        while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// Four significant digits: raw scores have any magnitude.
    static func score(_ value: Float) -> String {
        guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "−∞" : "∞" }
        let size = abs(Double(value))
        guard size > 0 else { return "0" }
        if size >= 1e7 || size < 1e-4 { return String(format: "%.3e", Double(value)).replacing("-", with: "−") }
        return fixed(Double(value), size >= 1000 ? 0 : max(0, 3 - Int(log10(size).rounded(.down))))
    }

    static func milliseconds(_ seconds: Double) -> String {
        fixed(1000 * seconds, seconds < 0.1 ? 2 : 1)
    }

    static func seconds(_ seconds: Double) -> String { fixed(seconds, seconds < 100 ? 1 : 0) }

    static func mebibytes(_ bytes: Int) -> String { fixed(Double(bytes) / 1_048_576, 1) }

    /// A coordinate in a drawing: hundredths of a pixel.
    static func coordinate(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let hundredths = Int((min(max(value, -1e6), 1e6) * 100).rounded())
        let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        return rest % 10 == 0 ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}

extension Decimals {
    /// "0.9712 ± 0.0031", or an en dash.
    static func estimate(_ estimate: Estimate) -> String {
        guard let mean = estimate.mean else { return "–" }
        let error = estimate.standardError.map { " ± " + fixed($0, ofFigures) } ?? ""
        return fixed(mean, ofFigures) + error
    }
}
