import Detectors
import TestSupport
import Testing

/// The input that suits a part: its shape, enough of its pixels, never more than the budget.
struct InputGeometryTests {
    typealias Sides = (width: Int, height: Int)

    static let degenerate: [Sides] = [
        (1, 1), (1, 5000), (5000, 1), (20000, 20000), (1, 1_000_000), (65, 64), (31, 33), (64, 64), (2049, 2047),
    ]
    static let budgets = [0.01, 0.0625, 0.3, 1, 1.9, 4, 16, 64, 1000, .infinity]

    /// Sizes over the whole range of shapes, the same on every run.
    static let sizes: [Sides] = {
        var random = Random(seed: 5)
        func side() -> Int { Int(exp2(Double(abs(random.next())) * 13)) }
        return (0..<300).map { _ in (side(), side()) } + degenerate
    }()

    private static func exp2(_ x: Double) -> Double {
        (0..<Int(x)).reduce(1 + (x - x.rounded(.down))) { y, _ in 2 * y }
    }

    @Test(arguments: Recipe.InputProtocol.allCases)
    func boundsAlwaysHold(inputProtocol: Recipe.InputProtocol) {
        for size in Self.sizes {
            for budget in Self.budgets {
                let chosen = InputGeometry.choose(partSizes: [size], inputProtocol: inputProtocol, budget: budget)
                for (side, own) in [(chosen.width, chosen.shown.width), (chosen.height, chosen.shown.height)] {
                    #expect(side.isMultiple(of: 32) && (64...2048).contains(side), "\(size) \(budget)")
                    #expect(side <= max(64, (own + 31) / 32 * 32), "enlarged: \(size) \(budget)")
                }
                #expect(chosen.areaRatio <= max(budget, InputGeometry.smallestBudget), "\(size) \(budget)")
                #expect(chosen.areaRatio == Double(chosen.width * chosen.height) / 65536)
                #expect(chosen.part == InputGeometry.Size(width: size.width, height: size.height))
            }
        }
    }

    @Test("the short side is the one that the long side's scale asks for, within half a step")
    func shapeIsKept() {
        for (width, height) in Self.sizes {
            let chosen = InputGeometry.choose(partSizes: [(width, height)])
            let isWide = width >= height
            let (long, short) = isWide ? (chosen.width, chosen.height) : (chosen.height, chosen.width)
            let ideal = Double(long) * Double(min(width, height)) / Double(max(width, height))
            // 64 is the least, and a step is not taken beyond the part's own pixels.
            #expect(abs(Double(short) - ideal) <= 16 || short == 64 || short < Int(ideal) + 32, "\(width)x\(height)")
            if ideal >= 64 { #expect(abs(Double(short) - ideal) <= 32, "\(width)x\(height): \(long)x\(short)") }
        }
    }

    @Test("a larger budget never gives a coarser input")
    func budgetIsMonotone() {
        for size in Self.sizes {
            var before: InputGeometry?
            for budget in stride(from: 0.05, to: 9, by: 0.17) {
                let chosen = InputGeometry.choose(partSizes: [size], budget: budget)
                if let before {
                    #expect(chosen.width >= before.width && chosen.height >= before.height, "\(size) \(budget)")
                    #expect(chosen.reduction <= before.reduction)
                }
                before = chosen
            }
        }
    }

    @Test("where budget and network allow, two part pixels become one and no part is seen coarser than at 256x256")
    func thinLinesSurvive() {
        for (width, height) in Self.sizes where max(width, height) <= 4000 && width * height <= 900_000 {
            let chosen = InputGeometry.choose(partSizes: [(width, height)])
            #expect(chosen.keepsThinLines, "\(width)x\(height): \(chosen.sentence)")
            let own = ((width + 31) / 32 * 32) * ((height + 31) / 32 * 32)
            if own >= 65536, width >= 64, height >= 64 {
                #expect(chosen.areaRatio >= 0.85, "\(width)x\(height): \(chosen.sentence)")
            }
        }
    }

    @Test(arguments: [
        (Sides(1130, 460), 544, 224), (Sides(460, 1130), 224, 544), (Sides(500, 1260), 256, 608),
        (Sides(274, 327), 256, 288), (Sides(256, 256), 256, 256), (Sides(320, 320), 256, 256),
        (Sides(900, 900), 448, 448), (Sides(1, 1), 64, 64), (Sides(1, 5000), 64, 2048),
        (Sides(20000, 20000), 512, 512), (Sides(200, 200), 224, 224), (Sides(4000, 3000), 576, 448),
    ])
    func examples(part: Sides, width: Int, height: Int) {
        let chosen = InputGeometry.choose(partSizes: [part])
        #expect(chosen.width == width && chosen.height == height, "\(chosen.sentence)")
    }

    @Test("sides change places with the part's")
    func turned() {
        for (width, height) in Self.sizes {
            let (one, other) = (
                InputGeometry.choose(partSizes: [(width, height)]), InputGeometry.choose(partSizes: [(height, width)])
            )
            #expect(one.width == other.height && one.height == other.width)
        }
    }

    @Test("parts of differing sizes: the median of each side, whatever their order")
    func median() {
        let sizes: [Sides] = [(900, 300), (100, 310), (800, 290), (5000, 5000), (820, 305)]
        let chosen = InputGeometry.choose(partSizes: sizes)
        #expect(chosen.part == .init(width: 820, height: 305))
        #expect(chosen.smallest == .init(width: 100, height: 290))
        #expect(chosen.largest == .init(width: 5000, height: 5000))
        #expect(InputGeometry.choose(partSizes: sizes.reversed()) == chosen)
        #expect(chosen.sentence.contains("100-5000 by 290-5000 pixels (5 of different sizes, median 820x305)"))
    }

    @Test func sentences() {
        #expect(
            InputGeometry.choose(partSizes: Array(repeating: (1130, 460), count: 40)).sentence
                == "input 544x224 for parts of 1130x460 (all 40): 2.1 part pixels per input pixel, "
                + "1.9 times the time and memory of 256x256")
        #expect(
            InputGeometry.choose(partSizes: [(256, 256)]).sentence
                == "input 256x256 for a part of 256x256: 1.0 part pixels per input pixel, "
                + "the time and memory of 256x256")
        #expect(
            InputGeometry.choose(partSizes: [(4000, 3000)]).sentence
                == "input 576x448 for a part of 4000x3000: 6.9 part pixels per input pixel, "
                + "3.9 times the time and memory of 256x256; lines thinner than 11 part pixels may be lost: "
                + "a larger --budget keeps more")
        #expect(
            InputGeometry.choose(partSizes: [(320, 320)], inputProtocol: .paper).sentence
                .hasPrefix("input 256x256 for the central 280x280 of a part of 320x320: 1.1 part pixels"))
    }
}
