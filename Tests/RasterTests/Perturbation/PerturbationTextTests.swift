import Foundation
import Raster
import Testing

@Suite struct PerturbationTextTests {
    static let pairs: [(String, Perturbation)] = [
        ("none", .none), ("shift:4", .shift(right: 4, down: 4)), ("shift:4/-2", .shift(right: 4, down: -2)),
        ("shift:-3", .shift(right: -3, down: -3)), ("rotate:2", .rotation(2)), ("rotate:-0.5", .rotation(-0.5)),
        ("brightness:0.9", .brightness(factor: 0.9, offset: 0)),
        ("brightness:0.9+10", .brightness(factor: 0.9, offset: 10)),
        ("brightness:1-12.5", .brightness(factor: 1, offset: -12.5)), ("contrast:0.8", .contrast(0.8)),
        ("blur:1", .blur(1)), ("noise:5", .noise(5)), ("jpeg:50", .jpeg(quality: 50)),
    ]

    @Test(arguments: pairs)
    func textAndValueAreTheSame(_ pair: (String, Perturbation)) throws {
        #expect(try Perturbation(parsing: pair.0) == pair.1)
        #expect(pair.1.description == pair.0)
        #expect(pair.0.hasSuffix(pair.1.strengthText))
        let json = try JSONEncoder().encode([pair.1])
        #expect(String(decoding: json, as: UTF8.self).replacing("\\/", with: "/") == "[\"\(pair.0)\"]")
        #expect(try JSONDecoder().decode([Perturbation].self, from: json) == [pair.1])
    }

    @Test(arguments: [
        "", "shift", "shift:", "shift:1.5", "shift:1/2/3", "shift:1/", "shift:99999", "turn:3", "rotate:181",
        "rotate:nan", "brightness:-1", "brightness:1+300", "brightness:+", "contrast:inf", "blur:-1", "blur:65",
        "noise:256", "noise:x", "jpeg:0", "jpeg:101", "jpeg:50.5", "none:1", "shift:4 ", "jpeg:5\u{1B}[2J",
    ])
    func badTextIsNamedAndAnswered(_ text: String) {
        let error = #expect(throws: RasterError.self) { try Perturbation(parsing: text) }
        #expect(error?.code == .perturbation)
        #expect(error?.subject.contains("\u{1B}") == false)
        #expect(error?.message.contains("needs") == true || error?.message.contains("such as shift:4") == true)
    }

    @Test func badJSONIsADecodingError() {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Perturbation].self, from: Data("[\"blur:lots\"]".utf8))
        }
    }

    @Test func aSweepIsSortedAndHasEachStepOnce() throws {
        let sweep = try PerturbationSweep(parsing: "brightness:1.2,0.8,1,none,0.8")
        #expect(
            sweep.steps == [
                .brightness(factor: 0.8, offset: 0), .none, .brightness(factor: 1.2, offset: 0),
            ])
        #expect(sweep.steps.map(sweep.position) == [0.8, 1, 1.2])
        #expect(try PerturbationSweep(parsing: sweep.description) == sweep)
        #expect(try PerturbationSweep(parsing: "jpeg:none,50,90").steps.map(\.strengthText) == ["50", "90", "none"])
    }

    @Test(arguments: ["", "shift", "standard", "shift:1,,2", "shift:1,x", "warp:1,2"])
    func aBadSweepIsAnswered(_ text: String) {
        let error = #expect(throws: RasterError.self) { try PerturbationSweep(parsing: text) }
        #expect(error?.code == .perturbation)
    }

    @Test func theStandardSweepsCoverEveryKindAndNothing() throws {
        #expect(PerturbationSweep.standard.map(\.kind) == Perturbation.Kind.allCases)
        for sweep in PerturbationSweep.standard {
            #expect(sweep.steps.count >= 5 && sweep.steps.contains(.none))
            let positions = sweep.steps.map(sweep.position)
            #expect(zip(positions, positions.dropFirst()).allSatisfy(<))
            #expect(try PerturbationSweep(parsing: sweep.description) == sweep)
        }
    }
}
