/// Where a terminal has few steps between dark and light, a dark photograph would fall into one or two of them. There,
/// and only there, pictures are stretched over the whole range.
enum Exposure {
    /// Lightness (0 … 1) with its darkest and lightest hundredth cut off and the rest stretched to 0 … 1. A picture
    /// with less than a fifth of the range in it is stretched as if it had a fifth, so that an even surface does not
    /// turn into noise.
    static func stretched(_ lightness: [Float]) -> [Float] {
        guard let (low, span) = range(lightness) else { return lightness }
        return lightness.map { min(max(($0 - low) / span, 0), 1) }
    }

    private static func range(_ lightness: [Float]) -> (low: Float, span: Float)? {
        let sorted = lightness.sorted()
        guard let low = sorted.dropFirst(sorted.count / 100).first,
            let high = sorted.dropLast(sorted.count / 100).last
        else { return nil }
        let span = max(high - low, 0.2)
        return (min(low, 1 - span), span)
    }
}
