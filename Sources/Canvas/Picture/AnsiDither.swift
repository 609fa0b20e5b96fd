/// Ordered dither onto the 16 ANSI colours: for each pixel sixteen palette colours are gathered whose mean in light
/// comes as near to it as it can, they are put in order of luminance, and a 4×4 Bayer matrix picks one. The pattern
/// depends on the place only, never on neighbours, so what does not change on the part does not change on the screen.
enum AnsiDither {
    static func dither(_ pixels: [LinearLight.Value], width: Int) -> [RGB] {
        var known: [Int: [UInt8]] = [:]
        return pixels.enumerated().map { index, light in
            // 32 levels a channel of the cube root of light are enough to choose among 16 colours.
            let key = quantised(light)
            let mixture: [UInt8]
            if let found = known[key] {
                mixture = found
            } else {
                mixture = self.mixture(light)
                known[key] = mixture
            }
            let place = bayer[(index / width % 4) * 4 + index % width % 4]
            return ColourLadder.ansi[Int(mixture[place])]
        }
    }

    private static func quantised(_ light: LinearLight.Value) -> Int {
        let code = LinearLight.encode(light)
        return Int(code.red >> 3) << 10 | Int(code.green >> 3) << 5 | Int(code.blue >> 3)
    }

    private static func mixture(_ light: LinearLight.Value) -> [UInt8] {
        var sum = LinearLight.Value.zero
        var chosen: [UInt8] = []
        for count in 1...16 {
            // The next colour is the one that would bring the mean so far nearest to what is wanted.
            let wanted = light * Float(count) - sum
            let inGamut = wanted.clamped(lowerBound: .zero, upperBound: LinearLight.Value(repeating: 1))
            let index = ColourLadder.nearest(to: ColourLadder.oklab(inGamut), in: ColourLadder.ansiLab)
            chosen.append(UInt8(index))
            sum += ansiLight[index]
        }
        return chosen.sorted { luminance[Int($0)] < luminance[Int($1)] }
    }

    private static let ansiLight = ColourLadder.ansi.map(LinearLight.decode)
    private static let luminance = ansiLight.map(LinearLight.luminance)
    private static let bayer = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]
}
