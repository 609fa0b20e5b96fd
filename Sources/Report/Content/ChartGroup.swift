import Evaluation

extension ComparisonReport {
    /// Line charts that belong together under one heading: few-shot curves, robustness curves.
    public struct ChartGroup: Sendable {
        public var title: String
        /// One or two sentences: what is on the axes and how it was measured.
        public var caption: String
        public var charts: [LineChart]

        public init(title: String, caption: String, charts: [LineChart]) {
            self.title = title
            self.caption = caption
            self.charts = charts
        }
    }

    /// A figure against something that was varied, one line for each method.
    public struct LineChart: Sendable {
        /// "mtd", "blur".
        public var title: String
        /// With its unit: "training parts", "blur, standard deviation in pixels".
        public var variable: String
        public var figure: QualityFigure
        /// Equal ratios at equal distances, as 1, 2, 5, 10 … parts want it. Needs positive values.
        public var isLogarithmic: Bool
        public var lines: [Line]

        public struct Line: Sendable {
            public var method: Method.ID
            public var points: [Point]

            public init(method: Method.ID, points: [Point]) {
                self.method = method
                self.points = points
            }
        }

        public struct Point: Sendable {
            public var value: Double
            public var estimate: Estimate

            public init(_ value: Double, _ estimate: Estimate) {
                self.value = value
                self.estimate = estimate
            }
        }

        public init(title: String, variable: String, figure: QualityFigure, isLogarithmic: Bool = false, lines: [Line])
        {
            self.title = title
            self.variable = variable
            self.figure = figure
            self.isLogarithmic = isLogarithmic
            self.lines = lines
        }
    }

    /// A table besides the comparison: an ablation, a sweep.
    public struct ExtraTable: Sendable {
        public var title: String
        public var caption: String
        public var columns: [String]
        /// As many cells each as there are columns.
        public var rows: [[Cell]]

        public enum Cell: Sendable {
            case text(String)
            case estimate(Estimate)
            /// A number and how many decimals it is shown with.
            case number(Double, decimals: Int)
        }

        public init(title: String, caption: String, columns: [String], rows: [[Cell]]) {
            self.title = title
            self.caption = caption
            self.columns = columns
            self.rows = rows
        }
    }
}
