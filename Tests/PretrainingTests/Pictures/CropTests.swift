import Foundation
import Network
import Pretraining
import SystemPackage
import Testing

@Suite struct CropTests {
    private let wide = 6
    private let high = 4

    private func crops(_ augmentation: Augmentation, seeds: Int = 40) throws -> [[Float]] {
        let fixture = try PicturesFixture()
        for i in 0..<2 { try fixture.add("\(i).png", width: 60, height: 40, tint: 100) }
        let parts = try PartImages(folders: [fixture.folder], size: 64)
        return try (0..<seeds).map { seed in
            var planes = [Float](repeating: -1, count: 3 * wide * high)
            var random = SeededRandom(seed: UInt64(seed))
            try planes.withUnsafeMutableBufferPointer { planes in
                let base = try #require(planes.baseAddress)
                try parts.crop(
                    0, width: wide, height: high, augmentation: augmentation, random: &random, into: base)
            }
            return planes
        }
    }

    /// The picture's red is x, its green y: so a window shows where it was cut.
    @Test func theWholePictureIsSampledBetweenPixelCentres() throws {
        let planes = try crops(.none, seeds: 1)[0]
        for y in 0..<high {
            for x in 0..<wide {
                let i = y * wide + x
                #expect(abs(planes[i] - (Float(x) * 10 + 4.5)) < 1e-3)
                #expect(abs(planes[wide * high + i] - (Float(y) * 10 + 4.5)) < 1e-3)
                #expect(planes[2 * wide * high + i] == 100)
            }
        }
    }

    @Test func flipsHalfOfThem() throws {
        let all = try crops(Augmentation(flipsHorizontally: true))
        let flipped = all.filter { $0[0] > $0[wide - 1] }
        #expect((10...30).contains(flipped.count))
        for planes in flipped { for x in 0..<wide { #expect(abs(planes[x] - (54.5 - Float(x) * 10)) < 1e-3) } }
        // Top stays on top.
        #expect(all.allSatisfy { $0[wide * high] < $0[wide * high + wide] })
    }

    @Test func scaleDecidesTheStepAndStaysInside() throws {
        for planes in try crops(Augmentation(smallestScale: 0.5, largestScale: 0.5)) {
            #expect(abs(planes[1] - planes[0] - 5) < 1e-3)
            #expect(planes[0] >= 2 - 1e-3 && planes[wide - 1] <= 57 + 1e-3)
        }
        let firsts = try Set(crops(Augmentation(smallestScale: 0.5, largestScale: 0.5)).map { $0[0] })
        #expect(firsts.count > 20)
    }

    /// Turned windows take the other path; at next to no angle both agree.
    @Test func turnedAndUprightAgree() throws {
        let upright = try crops(Augmentation(smallestScale: 0.6, largestScale: 0.6))
        let turned = try crops(Augmentation(smallestScale: 0.6, largestScale: 0.6, rotation: 1e-4))
        for (a, b) in zip(upright.joined(), turned.joined()) { #expect(abs(a - b) < 0.01) }
    }

    @Test func aQuarterTurnExchangesTheAxes() throws {
        for planes in try crops(Augmentation(smallestScale: 0.5, largestScale: 0.5, rotation: 90)) {
            let across = (x: planes[1] - planes[0], y: planes[wide * high + 1] - planes[wide * high])
            let length = (across.x * across.x + across.y * across.y).squareRoot()
            // Where nothing was mirrored in, a step keeps its length.
            #expect(length < 5 + 1e-3)
        }
    }

    @Test func tonesStayWithinGreyLevels() throws {
        let wild = Augmentation(brightness: 1, contrast: 1, saturation: 1, colour: 1)
        let all = try crops(wild)
        #expect(all.joined().allSatisfy { (0...255).contains($0) })
        let blues = Set(all.map { $0[2 * wide * high] })
        #expect(blues.count > 20)
        for planes in try crops(Augmentation(grey: 1)) {
            #expect(abs(planes[0] - planes[wide * high]) < 1e-3 && abs(planes[0] - planes[2 * wide * high]) < 1e-3)
        }
    }

    @Test func saysWhatIsWrong() {
        #expect(Augmentation.strong.problem == nil)
        #expect(Augmentation(smallestScale: 0).problem != nil)
        #expect(Augmentation(stretch: 0.5).problem != nil)
        #expect(Augmentation(grey: .nan).problem != nil)
        #expect(Augmentation(rotation: -1).problem != nil)
    }
}
