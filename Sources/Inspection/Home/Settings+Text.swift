import Disk

extension Settings {
    /// A `config.toml` that says in comments what may be set, and sets what is the default anyway.
    public static let example = """
        # Touchstone's settings. Put this at ~/.config/touchstone/config.toml (or below $XDG_CONFIG_HOME) and change
        # what should differ; every line may be left out. It is read once, when Touchstone starts.

        # The colours: `touchstone themes` lists them, `t` in the station tries them on.
        theme = "graphite"

        # How fine pictures are drawn: half, quadrant, sextant (needs a font that has them) or ascii. Without this
        # line the terminal decides.
        # glyphs = "quadrant"

        # Whether the station takes the mouse. While it does, most terminals select text with Shift held only.
        mouse = false

        # Who judges, as the ledger remembers it. Without this line it is the account's name.
        # author = "Jo, line 3"

        # Share of judged parts that come back unmarked, to see how far people agree with themselves: 0 to 1.
        recheck-share = \(recheckShare)

        # The words that digits 1 to 9 stand for, at most nine.
        reasons = [\(reasons.map(quoted).joined(separator: ", "))]

        # What Tune's suggestions weigh: what a good part flagged costs, and a bad part let through, in any unit; and
        # the false-reject rate that is aimed at from good parts alone.
        false-reject-cost = \(falseRejectCost)
        escape-cost = \(escapeCost)
        target = \(Workbench.falseRejectTarget)

        # Any of the last five for one category alone, by its name.
        # [category.flange]
        # reasons = ["scratch", "burr", "hole missing", "other"]
        # recheck-share = 0.1
        # escape-cost = 50.0
        # target = 0.005

        """

    /// What is in force, as a `config.toml` that would say the same.
    public var text: String {
        var lines: [String] = []
        lines.append("theme = \(Self.quoted(theme ?? "graphite"))")
        lines.append(glyphs.map { "glyphs = \(Self.quoted($0.rawValue))" } ?? "# glyphs: as the terminal can")
        lines.append("mouse = \(mouse)")
        lines.append(author.map { "author = \(Self.quoted($0))" } ?? "# author: \(Author.current)")
        lines += Self.lines(
            reasons: standard.reasons ?? Self.reasons, recheckShare: standard.recheckShare ?? Self.recheckShare,
            falseRejectCost: standard.falseRejectCost ?? Self.falseRejectCost,
            escapeCost: standard.escapeCost ?? Self.escapeCost, target: standard.target ?? Workbench.falseRejectTarget)
        for name in categories.keys.sorted() {
            guard let choice = categories[name] else { continue }
            lines += ["", "[category.\(Self.quoted(name))]"]
            lines += Self.lines(
                reasons: choice.reasons, recheckShare: choice.recheckShare, falseRejectCost: choice.falseRejectCost,
                escapeCost: choice.escapeCost, target: choice.target)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(
        reasons: [String]?, recheckShare: Double?, falseRejectCost: Double?, escapeCost: Double?, target: Double?
    ) -> [String] {
        var lines: [String] = []
        if let reasons { lines.append("reasons = [\(reasons.map(quoted).joined(separator: ", "))]") }
        if let recheckShare { lines.append("recheck-share = \(recheckShare)") }
        if let falseRejectCost { lines.append("false-reject-cost = \(falseRejectCost)") }
        if let escapeCost { lines.append("escape-cost = \(escapeCost)") }
        if let target { lines.append("target = \(target)") }
        return lines
    }

    /// A TOML string on one line. What cannot be shown is written as the escapes that TOML has for it, so this can go
    /// to a terminal and back into a file.
    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            default:
                if String(scalar).printable == String(scalar) {
                    out.unicodeScalars.append(scalar)
                } else {
                    let digits = String(scalar.value, radix: 16, uppercase: true)
                    out += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
                }
            }
        }
        return out + "\""
    }
}
