import Evaluation
import Raster
import Testing

struct QualityFiguresTests {
    private let scores: [Float] = [1, 2, 3, 2, 4, 5]
    private let labels = [false, false, false, true, true, true]

    @Test func ofWholeParts() throws {
        let figures = try QualityFigures(scores: scores, isDefective: labels)
        let ranking = try Ranking(scores: scores, isPositive: labels)
        #expect(figures[.imageAUROC] == ranking.auroc())
        #expect(figures[.imageAP] == ranking.averagePrecision())
        #expect(figures[.imageF1] == ranking.bestF1()?.value)
        #expect(figures[.pg5] == ranking.goodPassed()?.rate)
        #expect(figures[.pb5] == ranking.badFound()?.rate)
        for figure in QualityFigure.allCases {
            #expect((figures[figure] == nil) == figure.isOfPixels)
            #expect(figures.reason(figure) == (figure.isOfPixels ? .noMap : nil))
        }
    }

    @Test func aMissingClassIsNamed() throws {
        let good = try QualityFigures(scores: [1, 2], isDefective: [false, false])
        #expect(good[.imageAUROC] == nil)
        #expect(good.reason(.pb5) == .noDefectivePart)
        #expect(good.reason(.pb5)?.description == "no defective part")
        let bad = try QualityFigures(scores: [1, 2], isDefective: [true, true])
        #expect(bad.reason(.imageF1) == .noGoodPart)
    }

    @Test func ofPixels() throws {
        var evaluation = PixelEvaluation()
        var random = SplitMix(seed: 4)
        func map() -> Plane {
            Plane(width: 20, height: 10, values: (0..<200).map { _ in Float.random(in: 0..<1, using: &random) })
        }
        var figures = try QualityFigures(scores: scores, isDefective: labels)
        figures.measure(&evaluation)
        #expect(figures.reason(.pixelAUROC) == .noOutlinedDefect)
        #expect(figures.reason(.aupimo) == .noNormalPart)
        try evaluation.add(map: map(), mask: nil, isDefective: false)
        figures.measure(&evaluation)
        #expect(figures.reason(.aupro) == .noOutlinedDefect)
        #expect(figures.reason(.aupimo) == .noOutlinedDefect)
        let mask = Mask(width: 20, height: 10, values: (0..<200).map { $0 % 20 < 5 ? 1 : 0 })
        try evaluation.add(map: map(), mask: mask, isDefective: true)
        let pixels = figures.measure(&evaluation, limit: 0.2)
        #expect(figures[.pixelAUROC] == pixels.auroc())
        #expect(figures[.pixelAP] == pixels.averagePrecision())
        #expect(figures[.pixelF1] == pixels.bestF1()?.value)
        #expect(figures[.aupro] == pixels.aupro(limit: 0.2))
        #expect(figures.reason(.aupimo) == .boundNotReached)
        figures.measure(&evaluation, bounds: 0.01...0.1)
        #expect(figures[.aupimo] == (try evaluation.aupimo(bounds: 0.01...0.1)).mean)
        #expect(figures.reason(.aupimo) == nil)
        #expect(figures[.imageAUROC] != nil)
    }

    @Test func allPixelsInsideDefects() throws {
        var evaluation = PixelEvaluation()
        let map = Plane(width: 2, height: 1, values: [1, 2])
        try evaluation.add(map: map, mask: Mask(width: 2, height: 1, values: [1, 1]), isDefective: true)
        var figures = try QualityFigures(scores: scores, isDefective: labels)
        figures.measure(&evaluation)
        #expect(figures.reason(.aupro) == .noNormalPixel)
        #expect(figures.reason(.aupimo) == .noNormalPart)
    }

    @Test func theCurveBetweenItsPoints() throws {
        let curve = try #require(
            ROC(try Ranking(scores: [1, 2, 3, 4], isPositive: [false, true, false, true]))?.curve)
        #expect(curve.y(at: 0) == 0.5)
        #expect(curve.y(at: 0.25) == 0.5)
        #expect(curve.y(at: 0.5) == 1)
        #expect(curve.y(at: 2) == 1)
        #expect(curve.y(at: -1) == 0)
    }
}
