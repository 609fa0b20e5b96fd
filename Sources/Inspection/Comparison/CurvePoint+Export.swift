import Disk
import Evaluation
import Foundation

extension CurvePoint {
    /// The first line of the CSV: a row for each point and seed.
    public static var csvHeader: String {
        let columns =
            [
                "category", "method", "detector", "backbone", "curve", "step", "value", "seed", "calibration_parts",
                "good_parts", "defective_parts", "not_inspected",
            ] + CurveTable.Column.all.map(\.name) + ["undefined"]
        return CSV.line(columns.map { .plain($0) }, end: "\n")
    }

    /// The point as CSV; what is undefined is empty.
    public var csv: String {
        func count(_ value: Int?) -> CSV.Cell { value.map { .plain("\($0)") } ?? .empty }
        var cells: [CSV.Cell] = [
            .text(category.printable), .text(method), .text(recipe.detector), .text(recipe.backbone.printable),
            .plain(variable.name), .plain(step), .plain("\(value)"), .plain("\(seed)"), count(calibrationParts),
            count(figures?.goodParts), count(figures?.defectiveParts), count(figures?.notInspected),
        ]
        for column in CurveTable.Column.all {
            let value = figures.flatMap { column.value(of: $0) }
            cells.append(value.map { .plain(String(format: "%.6f", $0)) } ?? .empty)
        }
        if case .undefined(let reason) = outcome { cells.append(.text(reason)) } else { cells.append(.empty) }
        return CSV.line(cells, end: "\n")
    }
}

/// Keys as in the CSV; what is undefined is null, never absent.
extension CurvePoint: Encodable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(category.printable, forKey: Key("category"))
        try object.encode(method, forKey: Key("method"))
        try object.encode(recipe.detector, forKey: Key("detector"))
        try object.encode(recipe.backbone.printable, forKey: Key("backbone"))
        try object.encode(variable.name, forKey: Key("curve"))
        try object.encode(step, forKey: Key("step"))
        try object.encode(value, forKey: Key("value"))
        try object.encode(seed, forKey: Key("seed"))
        try object.encode(calibrationParts, forKey: Key("calibration_parts"))
        try object.encode(figures?.goodParts, forKey: Key("good_parts"))
        try object.encode(figures?.defectiveParts, forKey: Key("defective_parts"))
        try object.encode(figures?.notInspected, forKey: Key("not_inspected"))
        for column in CurveTable.Column.all {
            try object.encode(figures.flatMap { column.value(of: $0) }, forKey: Key(column.name))
        }
        var reason: String?
        if case .undefined(let said) = outcome { reason = said }
        try object.encode(reason, forKey: Key("undefined"))
    }
}
