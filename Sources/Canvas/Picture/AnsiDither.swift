import Synchronization

/// Ordered dither onto the 16 ANSI colours: for each colour four of them are gathered whose mean comes as near to it
/// as it can, they are put in order of lightness, and a 2×2 Bayer matrix picks one by place. What does not change on
/// the part does not change on the screen, because nothing depends on the neighbours.
///
/// Dull colours are mixed from black and the greys alone, and vivid ones from these and the colours of nearly their
/// hue: at a screen's few pixels the eye sees single squares rather than their mixture, and a brown part made of red
/// and green squares would hide what is on it. For the same reason means are taken in OKLab and not in light.
enum AnsiDither {
    /// A palette colour for each pixel of a grid `width` wide, its lightness stretched by `Exposure`.
    static func dither(_ pixels: [LinearLight.Value], width: Int) -> [RGB] {
        let labs = pixels.map(ColourLadder.oklab)
        let lightness = Exposure.stretched(labs.map(\.x))
        return known.withLock { known in
            labs.enumerated().map { index, lab in
                // 32 levels of lightness and 64 of each hue axis are enough to choose among 16 colours.
                let key = SIMD3<Int16>(
                    SIMD3(lightness[index] * 31, lab.y * 80, lab.z * 80).rounded(.toNearestOrEven))
                let chosen = known[key] ?? mixture(SIMD3(Float(key.x) / 31, Float(key.y) / 80, Float(key.z) / 80))
                known[key] = chosen
                return ColourLadder.ansi[chosen[order[index / width % 2 * 2 + index % width % 2]]]
            }
        }
    }

    /// Mixtures by colour, kept because a photograph repeats its colours.
    private static let known = Mutex<[SIMD3<Int16>: [Int]]>([:])
    /// The order in which the places of the pattern go over to the lighter colour.
    private static let order = [0, 2, 3, 1]
    private static let greys = [0, 8, 7, 15]
    /// OKLab chroma from which a colour counts as vivid; full red has 0.26.
    private static let vivid: Float = 0.11
    /// Cosine of the largest difference of hue, 50°.
    private static let hueCosine: Float = 0.64

    private static func mixture(_ wanted: SIMD3<Float>) -> [Int] {
        let candidates = palette(for: wanted)
        let lab = candidates.map { ColourLadder.ansiLab[$0] }
        var sum = SIMD3<Float>.zero
        var chosen: [Int] = []
        for count in 1...order.count {
            let next = ColourLadder.nearest(to: wanted * Float(count) - sum, in: lab)
            chosen.append(candidates[next])
            sum += lab[next]
        }
        return chosen.sorted { (ColourLadder.ansiLab[$0].x, $0) < (ColourLadder.ansiLab[$1].x, $1) }
    }

    private static func palette(for wanted: SIMD3<Float>) -> [Int] {
        let chroma = (wanted.y * wanted.y + wanted.z * wanted.z).squareRoot()
        guard chroma >= vivid else { return greys }
        return ColourLadder.ansiLab.indices.filter { index in
            if greys.contains(index) { return true }
            let lab = ColourLadder.ansiLab[index]
            let own = (lab.y * lab.y + lab.z * lab.z).squareRoot()
            return wanted.y * lab.y + wanted.z * lab.z >= hueCosine * chroma * own
        }
    }
}
