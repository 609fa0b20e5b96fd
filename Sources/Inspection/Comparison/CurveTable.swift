import Evaluation
import Raster

/// Points of curves, brought together over the seeds: one row a category, method, curve and step, in the order in which
/// the points came.
public struct CurveTable: Sendable {
    public struct Row: Sendable {
        /// One a seed.
        public let points: [CurvePoint]

        public var first: CurvePoint { points[0] }

        public subscript(_ column: Column) -> SampleFigure {
            SampleFigure(points.map { $0.figures.flatMap { column.value(of: $0) } })
        }

        /// Why no seed gave anything; `nil` where one did.
        public var undefined: String? {
            var reason: String?
            for point in points {
                guard case .undefined(let said) = point.outcome else { return nil }
                reason = reason ?? said
            }
            return reason
        }
    }

    public enum Column: Hashable, Sendable {
        case quality(QualityFigure)
        case falseRejects, escapes

        /// In the order of exports.
        public static let all = QualityFigure.allCases.map { Column.quality($0) } + [.falseRejects, .escapes]
        /// What people look at first.
        public static let shown: [Column] = [
            .quality(.imageAUROC), .quality(.pixelAUROC), .quality(.aupro), .falseRejects, .escapes,
        ]

        /// As CSV and JSON have it.
        public var name: String {
            switch self {
            case .quality(let figure): figure.rawValue
            case .falseRejects: "false_rejects"
            case .escapes: "escapes"
            }
        }

        public var title: String {
            switch self {
            case .quality(let figure): figure.title
            case .falseRejects: "false rejects"
            case .escapes: "escapes"
            }
        }

        public func value(of figures: CurveFigures) -> Double? {
            switch self {
            case .quality(let figure): figures.quality[figure]
            case .falseRejects: figures.falseRejects
            case .escapes: figures.escapes
            }
        }
    }

    /// One curve of one category and method.
    public struct Curve: Sendable {
        public let rows: [Row]
        public var variable: CurveVariable { rows[0].first.variable }
        public var category: String { rows[0].first.category }
    }

    public let curves: [Curve]

    public init(_ points: [CurvePoint]) {
        struct Key: Hashable {
            let category: String
            let method: String
            let variable: CurveVariable
        }
        var order: [Key] = []
        var steps: [Key: [String]] = [:]
        var gathered: [Key: [String: [CurvePoint]]] = [:]
        for point in points {
            let key = Key(category: point.category, method: point.method, variable: point.variable)
            if gathered[key] == nil { order.append(key) }
            if gathered[key]?[point.step] == nil { steps[key, default: []].append(point.step) }
            gathered[key, default: [:]][point.step, default: []].append(point)
        }
        var curves: [Curve] = []
        for key in order {
            var rows: [Row] = []
            for step in steps[key] ?? [] { rows.append(Row(points: gathered[key]?[step] ?? [])) }
            curves.append(Curve(rows: rows))
        }
        self.curves = curves
    }
}
