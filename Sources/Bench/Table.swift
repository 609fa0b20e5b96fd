/// Rows as a reader wants them: the ratio, the bound on it, and whether it is met, in words.
public enum Table {
    public static let header = ["what", "ours", "peer or ceiling", "ratio", "target", "met"]

    public static func cells(_ row: Row) -> [String] {
        [
            row.what, row.ours.map(text) ?? "not measured",
            row.beside.map { beside in "\(text(beside)) (\(row.besideName ?? ""))" } ?? "–",
            row.ratio.map { Figure.text($0) } ?? "–",
            row.target.map { target(row, $0) } ?? "–",
            row.isMet.map { $0 ? "yes" : "no" } ?? "–",
        ]
    }

    private static func text(_ quantity: Row.Quantity) -> String { "\(Figure.text(quantity.value)) \(quantity.unit)" }

    private static func target(_ row: Row, _ target: Row.Target) -> String {
        let unit = row.beside == nil ? row.ours.map { " \($0.unit)" } ?? "" : ""
        return (target.bound == .atLeast ? "≥ " : "≤ ") + Figure.text(target.value) + unit
    }
}
