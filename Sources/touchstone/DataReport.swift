import Disk
import Foundation
import Inspection
import SystemPackage

/// What `data check` found, for people and for programs.
struct DataReport {
    let folder: FilePath
    let checks: [CategoryCheck]
    /// Of the folder as a whole: printable lines.
    let problems: [String]

    var isUsable: Bool { checks.contains(where: \.isUsable) }
    var hasProblems: Bool { !problems.isEmpty || checks.contains { $0.remarks.contains(where: \.isProblem) } }

    /// Lines of one kind that are shown before the rest is only counted.
    private static let mostLines = 10

    var text: String {
        var lines = checks.flatMap { block($0) + [""] }
        if !problems.isEmpty {
            lines.append("could not be used")
            lines += Self.listed(problems).map { "  ! \($0)" } + [""]
        }
        let troubled = checks.count { $0.remarks.contains(where: \.isProblem) }
        let fine = checks.count - troubled
        lines.append(
            checks.count == 1 && problems.isEmpty
                ? (troubled == 0 ? "fine" : "with problems")
                : "\(fine) of \(checks.count) categories fine, \(problems.count) further problems")
        return lines.joined(separator: "\n") + "\n"
    }

    private func block(_ check: CategoryCheck) -> [String] {
        let reading = check.reading
        var lines = [
            "\(reading.category.name.printable)  \(reading.category.folder.printable)",
            "  layout         \(reading.layout.title) (\(reading.layout.rawValue)), because \(reading.reason)",
            "                 \(reading.layout.shape)",
            "  to learn from  \(check.learnable) good parts",
            "  to inspect     \(inspected(check))",
        ]
        if !check.labels.isEmpty {
            let labels = check.labels.map { "\($0.label) \($0.count)" }
            lines.append("  labels         \(Self.short(labels))")
        }
        if check.defective > 0 { lines.append("  outlines       \(outlines(check))") }
        lines.append("  pictures       \(pictures(check))")
        lines.append("  serves         \(uses(check))")
        for remark in check.remarks { lines.append("  \(remark.isProblem ? "!" : "·") \(remark.text)") }
        for note in reading.notes { lines.append("  · \(note)") }
        let named = check.unreadable + check.maskProblems
        if !named.isEmpty { lines += ["  files"] + Self.listed(named).map { "    \($0)" } }
        return lines
    }

    private func inspected(_ check: CategoryCheck) -> String {
        let all = check.good + check.defective + check.unlabelled
        guard all > 0 else { return "nothing" }
        return "\(all): \(check.good) good, \(check.defective) defective, \(check.unlabelled) without a label"
    }

    private func outlines(_ check: CategoryCheck) -> String {
        let masks = check.masks
        var words = ["\(masks.sound) of \(check.defective) defective parts"]
        for (count, what) in [
            (masks.missing, "missing"), (masks.empty, "empty"), (masks.faint, "too faint"),
            (masks.ofAnotherSize, "of another size"), (masks.unreadable, "unreadable"),
        ] where count > 0 {
            words.append("\(count) \(what)")
        }
        return words.joined(separator: ", ")
    }

    private func pictures(_ check: CategoryCheck) -> String {
        guard let common = check.sizes.first else { return "none that can be read" }
        let formats = check.formats.map { "\($0.count) \($0.format.rawValue)" }.joined(separator: ", ")
        guard check.sizes.count > 1 else { return "\(formats), all \(common.size)" }
        let (widths, heights) = (check.sizes.map(\.size.width), check.sizes.map(\.size.height))
        return "\(formats), \(check.sizes.count) sizes: \(widths.min() ?? 0)–\(widths.max() ?? 0) wide, "
            + "\(heights.min() ?? 0)–\(heights.max() ?? 0) high, most often \(common.size)"
    }

    private func uses(_ check: CategoryCheck) -> String {
        let words = [
            check.canCalibrate ? "calibration" : nil, check.isUsable ? "inspection" : nil,
            check.hasImageFigures ? "image figures" : nil, check.hasPixelFigures ? "pixel figures" : nil,
        ].compactMap { $0 }
        return words.isEmpty ? "nothing" : words.joined(separator: ", ")
    }

    private static func listed(_ lines: [String]) -> [String] {
        guard lines.count > mostLines else { return lines }
        return lines.prefix(mostLines) + ["… and \(lines.count - mostLines) more"]
    }

    private static func short(_ words: [String]) -> String {
        words.count > 12
            ? words.prefix(12).joined(separator: ", ") + ", and \(words.count - 12) more"
            : words.joined(separator: ", ")
    }
}
