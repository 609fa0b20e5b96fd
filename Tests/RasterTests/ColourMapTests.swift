import Raster
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct ColourMapTests {
    private func lightness(_ map: ColourMap, _ value: Double) -> Double {
        let c = map.colour(at: value)
        return Lab(red: c.0, green: c.1, blue: c.2).lightness
    }

    @Test(arguments: ColourMap.all.map(\.name))
    func lightnessRisesStrictly(name: String) throws {
        let map = try #require(ColourMap.all.first { $0.name == name })
        let lightnesses = (0...255).map { lightness(map, Double($0) / 255) }
        for (a, b) in zip(lightnesses, lightnesses.dropFirst()) { #expect(b > a) }
        #expect(lightnesses[255] - lightnesses[0] > 70)
    }

    @Test(arguments: ColourMap.all.map(\.name))
    func stepsAreEven(name: String) throws {
        let map = try #require(ColourMap.all.first { $0.name == name })
        let (first, last) = (lightness(map, 0), lightness(map, 1))
        for i in 0...16 {
            let t = Double(i) / 16
            #expect(abs(lightness(map, t) - (first + t * (last - first))) < 1)
        }
    }

    @Test func endsHaveTheirColours() {
        let (low, high) = (ColourMap.viridis.colour(at: 0), ColourMap.viridis.colour(at: 1))
        #expect(low.2 > low.1 && low.0 > low.1)  // violet
        #expect(high.0 > high.2 && high.1 > high.2)  // yellow
        #expect(ColourMap.inferno.colour(at: 0) == (0, 0, 0))
        #expect(ColourMap.grey.colour(at: 1) == (255, 255, 255))
    }

    @Test func cividisGoesFromBlueToYellow() {
        let (low, middle, high) = (
            ColourMap.cividis.colour(at: 0), ColourMap.cividis.colour(at: 0.5), ColourMap.cividis.colour(at: 1)
        )
        #expect(low.2 > 60 && low.0 < 20)
        #expect(abs(Int(middle.0) - Int(middle.2)) < 20)
        #expect(high.0 > 220 && high.1 > 200 && high.2 < 110)
    }

    enum Dichromacy: CaseIterable { case protanopia, deuteranopia }

    /// How a colour looks to an eye without one kind of cone (F. Viénot, H. Brettel, J. Mollon, "Digital video
    /// colourmaps for checking the legibility of displays by dichromats", Color Res. Appl. 24, 1999).
    private func simulated(_ colour: (UInt8, UInt8, UInt8), _ eye: Dichromacy) -> Lab {
        func light(_ code: UInt8) -> Double {
            let v = Double(code) / 255
            return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4)
        }
        func code(_ light: Double) -> UInt8 {
            let l = min(max(light, 0), 1)
            return UInt8((255 * (l <= 0.0031308 ? 12.92 * l : 1.055 * pow(l, 1 / 2.4) - 0.055)).rounded())
        }
        let (r, g, b) = (light(colour.0), light(colour.1), light(colour.2))
        var l = 17.8824 * r + 43.5161 * g + 4.11935 * b
        var m = 3.45565 * r + 27.1554 * g + 3.86714 * b
        let s = 0.0299566 * r + 0.184309 * g + 1.46709 * b
        switch eye {
        case .protanopia: l = 2.02344 * m - 2.52581 * s
        case .deuteranopia: m = 0.494207 * l + 1.24827 * s
        }
        return Lab(
            red: code(0.0809444479 * l - 0.130504409 * m + 0.116721066 * s),
            green: code(-0.0102485335 * l + 0.0540193266 * m - 0.113614708 * s),
            blue: code(-0.000365296938 * l - 0.00412161469 * m + 0.693511405 * s))
    }

    private func distance(_ a: Lab, _ b: Lab) -> Double {
        let (l, x, y) = (a.lightness - b.lightness, a.a - b.a, a.b - b.b)
        return (l * l + x * x + y * y).squareRoot()
    }

    @Test(arguments: Dichromacy.allCases) func cividisStaysAScaleToOtherEyes(eye: Dichromacy) {
        let colours = (0...32).map { ColourMap.cividis.colour(at: Double($0) / 32) }
        let seen = colours.map { simulated($0, eye) }
        for (a, b) in zip(seen, seen.dropFirst()) {
            #expect(b.lightness > a.lightness)
            #expect(distance(a, b) > 2, "two just noticeable steps apart")
        }
        // It is nearly the same picture to them, which a map through red and green is not.
        func change(_ map: ColourMap) -> Double {
            let shown = (0...32).map { map.colour(at: Double($0) / 32) }
            let moved = shown.map { distance(Lab(red: $0.0, green: $0.1, blue: $0.2), simulated($0, eye)) }
            return moved.reduce(0, +) / Double(moved.count)
        }
        #expect(change(.cividis) < 8)
        #expect(change(.cividis) < change(.viridis) / 2)
    }

    @Test func valuesOutsideAreClamped() {
        for map in ColourMap.all {
            #expect(map.colour(at: -3) == map.colour(at: 0))
            #expect(map.colour(at: .infinity) == map.colour(at: 1))
            #expect(map.colour(at: .nan) == map.colour(at: 0))
        }
    }

    @Test func labOfKnownColours() {
        #expect(abs(Lab(red: 255, green: 255, blue: 255).lightness - 100) < 0.01)
        #expect(abs(Lab(red: 119, green: 119, blue: 119).lightness - 50.03) < 0.05)
        let red = Lab(red: 255, green: 0, blue: 0)
        #expect(abs(red.lightness - 53.24) < 0.05 && abs(red.a - 80.09) < 0.1 && abs(red.b - 67.20) < 0.1)
    }
}
