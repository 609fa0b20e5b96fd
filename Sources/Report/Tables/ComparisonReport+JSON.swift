import Evaluation
import Foundation

extension ComparisonReport {
    /// One object, schema 1. Keys are only ever added; what is undefined or was not measured is null, never missing.
    public func json() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Only a number that is not finite can fail, and those are null.
        guard let data = try? encoder.encode(value) else { return "{}\n" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private indirect enum Value: Encodable {
        case null
        case count(Int)
        case number(Double)
        case text(String)
        case list([Value])
        case object([String: Value])

        init(_ number: Double?) { self = number.flatMap { $0.isFinite ? .number($0) : nil } ?? .null }

        init(_ count: Int?) { self = count.map { .count($0) } ?? .null }

        init(_ text: String?) { self = text.map { .text($0.shown) } ?? .null }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .null: try container.encodeNil()
            case .count(let count): try container.encode(count)
            case .number(let number): try container.encode(number)
            case .text(let text): try container.encode(text)
            case .list(let values): try container.encode(values)
            case .object(let values): try container.encode(values)
            }
        }
    }

    private var value: Value {
        .object([
            "schema": .count(1), "title": Value(title), "date": Value(date), "machine": Value(machine),
            "program": Value(program), "aupro_limit": Value(auproLimit), "shown_run": Value(shownRun),
            "threshold_rule": Value(thresholdRule),
            "summary": .list(overallSentences.map { Value($0.plain) }), "methods": .list(methods.map(value)),
            "categories": .list(categories.map(value)), "charts": .list(charts.map(value)),
            "tables": .list(tables.map(value)), "notes": .list(notes.map { Value($0) }),
        ])
    }

    private func value(_ method: Method) -> Value {
        .object([
            "id": Value(method.id), "name": Value(method.name), "detector": Value(method.detector),
            "backbone": Value(method.backbone), "input": Value(method.input), "dimensions": Value(method.dimensions),
            "regularisation": Value(method.regularisation),
            // As text: a seed may be larger than what programs read as a whole number.
            "seeds": .list(method.seeds.map { Value("\($0)") }),
            "more": .object(
                Dictionary(method.more.map { ($0.name.shown, Value($0.value)) }, uniquingKeysWith: { $1 })),
        ])
    }

    private func value(_ category: Category) -> Value {
        let sentences =
            leadingFigures.map { Standing($0, category, methods).sentence }
            + [Standing.caution(category)].compactMap { $0 }
        let results = methods.compactMap { method in
            category.results[method.id].map { value(method.id, $0) }
        }
        return .object([
            "name": Value(category.name), "training_parts": .count(category.trainingParts),
            "good_parts": .count(category.goodParts), "defective_parts": .count(category.defectiveParts),
            "defective_without_mask": .count(category.defectiveWithoutMask),
            "unlabelled_parts": .count(category.unlabelled), "left_out": .list(category.leftOut.map { Value($0) }),
            "summary": .list(sentences.map { Value($0.plain) }),
            "results": .list(results), "notes": .list(category.notes.map { Value($0) }),
        ])
    }

    private func value(_ method: Method.ID, _ result: Result) -> Value {
        var figures: [String: Value] = [:]
        for figure in QualityFigure.allCases { figures[figure.rawValue] = value(result.figures[figure]) }
        return .object([
            "method": Value(method), "figures": .object(figures),
            "threshold": Value(result.threshold.map(Double.init)), "false_rejects": Value(result.falseRejects),
            "escapes": Value(result.escapes), "latency_p50_seconds": Value(result.latency?.p50),
            "latency_p95_seconds": Value(result.latency?.p95),
            "calibration_seconds": Value(result.calibrationSeconds), "memory_bytes": Value(result.memory),
            "not_inspected": .list(result.notInspected.map { Value($0) }),
        ])
    }

    /// Null where it was not asked for; with a reason where it has no value.
    private func value(_ estimate: Estimate?) -> Value {
        guard let estimate else { return .null }
        return .object([
            "mean": Value(estimate.mean), "standard_error": Value(estimate.standardError),
            "runs": .count(estimate.runs), "undefined": Value(estimate.reason),
        ])
    }

    private func value(_ group: ChartGroup) -> Value {
        .object([
            "title": Value(group.title), "caption": Value(group.caption),
            "charts": .list(group.charts.map(value)),
        ])
    }

    private func value(_ chart: LineChart) -> Value {
        let lines = chart.lines.map { line in
            Value.object([
                "method": Value(line.method),
                "points": .list(
                    line.points.map { .object(["value": Value($0.value), "figure": value($0.estimate)]) }),
            ])
        }
        return .object([
            "title": Value(chart.title), "variable": Value(chart.variable), "figure": Value(chart.figure.rawValue),
            "lines": .list(lines),
        ])
    }

    private func value(_ table: ExtraTable) -> Value {
        let rows = table.rows.map { row in
            Value.list(
                row.map { cell in
                    switch cell {
                    case .text(let text): Value(text)
                    case .number(let number, _): Value(number)
                    case .estimate(let estimate): value(estimate)
                    }
                })
        }
        return .object([
            "title": Value(table.title), "caption": Value(table.caption),
            "columns": .list(table.columns.map { Value($0) }), "rows": .list(rows),
        ])
    }
}
