import Evaluation

extension ComparisonReport {
    /// One kind of part: what was there, and what each method made of it.
    public struct Category: Sendable {
        public var name: String
        /// Good parts learnt from.
        public var trainingParts: Int
        /// Judged parts.
        public var goodParts: Int
        public var defectiveParts: Int
        /// Defective parts whose defect nobody outlined: they count for no pixel figure.
        public var defectiveWithoutMask: Int
        /// Parts without a label: they count for no figure.
        public var unlabelled: Int
        /// What else was left out, and why: one line each.
        public var leftOut: [String]
        /// By the method's id; a method that is missing was not run on this category.
        public var results: [Method.ID: Result]
        /// The best and the worst parts, in the order in which they are shown. Of more than `mostPictures` the first
        /// are shown.
        public var parts: [ShownPart]
        public var notes: [String]

        /// Most parts of a category that a page shows with pictures.
        public static let mostPictures = 8

        public init(
            name: String, trainingParts: Int, goodParts: Int, defectiveParts: Int, defectiveWithoutMask: Int = 0,
            unlabelled: Int = 0, leftOut: [String] = [], results: [Method.ID: Result] = [:], parts: [ShownPart] = [],
            notes: [String] = []
        ) {
            self.name = name
            self.trainingParts = trainingParts
            self.goodParts = goodParts
            self.defectiveParts = defectiveParts
            self.defectiveWithoutMask = defectiveWithoutMask
            self.unlabelled = unlabelled
            self.leftOut = leftOut
            self.results = results
            self.parts = parts
            self.notes = notes
        }
    }

    /// What one method made of one category.
    public struct Result: Sendable {
        /// A figure that is missing was not asked for; one that has no value is `.undefined`.
        public var figures: [QualityFigure: Estimate]
        /// Of the shown run; `nil` where it is undefined.
        public var roc: ThinCurve?
        public var pro: ThinCurve?
        /// Raw scores of the shown run, in any order.
        public var goodScores: [Float]
        public var defectiveScores: [Float]
        /// A part with a score `>=` this is flagged.
        public var threshold: Float?
        /// Seconds for one part, end to end.
        public var latency: LatencySummary?
        public var calibrationSeconds: Double?
        /// Bytes that the calibration takes while it scores.
        public var memory: Int?
        /// NOT INSPECTED parts: one line each.
        public var notInspected: [String]

        public init(
            figures: [QualityFigure: Estimate], roc: ThinCurve? = nil, pro: ThinCurve? = nil, goodScores: [Float] = [],
            defectiveScores: [Float] = [], threshold: Float? = nil, latency: LatencySummary? = nil,
            calibrationSeconds: Double? = nil, memory: Int? = nil, notInspected: [String] = []
        ) {
            self.figures = figures
            self.roc = roc
            self.pro = pro
            self.goodScores = goodScores
            self.defectiveScores = defectiveScores
            self.threshold = threshold
            self.latency = latency
            self.calibrationSeconds = calibrationSeconds
            self.memory = memory
            self.notInspected = notInspected
        }
    }
}
