import Raster
import Testing

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
