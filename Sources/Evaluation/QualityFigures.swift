/// All figures of one detector on one category; each has a value, 0...1, or a reason why it has none.
///
///     var figures = try QualityFigures(scores: scores, isDefective: labels)
///     figures.measure(&pixels)
///     figures[.aupro]             // 0.91
///     figures.reason(.aupimo)     // .boundNotReached
public struct QualityFigures: Equatable, Sendable {
    private var values: [QualityFigure: Double] = [:]
    private var reasons: [QualityFigure: Undefined] = [:]

    /// The figures of whole parts. Those of pixels are undefined, `.noMap`, until they are measured.
    /// - Precondition: both of one length.
    /// - Throws: `EvaluationError.notANumber`.
    public init(scores: [Float], isDefective: [Bool]) throws(EvaluationError) {
        self.init(try Ranking(scores: scores, isPositive: isDefective))
    }

    public init(_ ranking: Ranking) {
        let reason = ranking.positives == 0 ? Undefined.noDefectivePart : .noGoodPart
        set(.imageAUROC, ranking.auroc(), reason)
        set(.imageAP, ranking.averagePrecision(), reason)
        set(.imageF1, ranking.bestF1()?.value, reason)
        set(.pg5, ranking.goodPassed()?.rate, reason)
        set(.pb5, ranking.badFound()?.rate, reason)
        for figure in QualityFigure.allCases where figure.isOfPixels { set(figure, nil, .noMap) }
    }

    /// Takes the figures of pixels.
    /// - Parameters:
    ///   - limit: of AUPRO, a false-positive rate in (0, 1].
    ///   - bounds: of AUPIMO, false-positive rates in (0, 1].
    /// - Returns: the ranking that they come from, for curves.
    @discardableResult
    public mutating func measure(
        _ evaluation: inout PixelEvaluation, limit: Double = 0.3,
        bounds: ClosedRange<Double> = AUPIMO.standardBounds, reading: AUPIMO.Reading = .exact
    ) -> PixelRanking {
        let pixels = evaluation.ranking()
        let reason = pixels.ranking.positives == 0 ? Undefined.noOutlinedDefect : .noNormalPixel
        set(.pixelAUROC, pixels.auroc(), reason)
        set(.pixelAP, pixels.averagePrecision(), reason)
        set(.pixelF1, pixels.bestF1()?.value, reason)
        set(.aupro, pixels.aupro(limit: limit), reason)
        do throws(Undefined) {
            set(.aupimo, try evaluation.aupimo(bounds: bounds, reading: reading).mean, reason)
        } catch {
            set(.aupimo, nil, error)
        }
        return pixels
    }

    /// `nil` where it is undefined.
    public subscript(_ figure: QualityFigure) -> Double? { values[figure] }

    /// Why a figure has no value; `nil` where it has one.
    public func reason(_ figure: QualityFigure) -> Undefined? { reasons[figure] }

    private mutating func set(_ figure: QualityFigure, _ value: Double?, _ reason: Undefined) {
        values[figure] = value
        reasons[figure] = value == nil ? reason : nil
    }
}
