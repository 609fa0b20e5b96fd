import Foundation

/// Numbers in exports: always in full, with at least nine decimals and as many as give the same `Float` when read back.
enum FixedDecimals {
    /// `nil` for what is no number; `inf` or `-inf` for the infinite.
    static func text(_ value: Float) -> String? {
        guard !value.isNaN else { return nil }
        guard value.isFinite else { return value < 0 ? "-inf" : "inf" }
        for decimals in 9..<160 {
            let text = String(format: "%.\(decimals)f", Double(value))
            if Float(text) == value { return text }
        }
        return "\(value)"
    }
}
