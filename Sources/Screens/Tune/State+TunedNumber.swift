import Canvas
import Disk

/// Typing a number for the draft.
extension State {
    mutating func askForNumber(beginning text: String) {
        guard let line, line.live != nil else {
            tell("There is no threshold to set before the category is calibrated.")
            return
        }
        let what = tune.slider == .score ? "threshold" : "pixel threshold"
        let now = tunedThreshold.map { ", now \(Painter.score($0))" } ?? ""
        ask(.threshold, title: "\(what) for \(line.name.printable)\(now)", text: text)
    }

    /// A number was typed for the draft. One outside the scores is taken, and said to be outside.
    mutating func typeThreshold(_ text: String) -> [Effect] {
        guard let line, line.live != nil else { return [] }
        switch TypedThreshold(text) {
        case .refused(let reason):
            notices.complain(reason)
        case .number(let value):
            draft(value)
            settleOnDraft()
            if let range = line.tunedRange, let warning = Self.place(of: value, in: range, tune.slider) {
                tell(warning)
            }
        }
        return []
    }

    private static func place(
        of value: Float, in range: ClosedRange<Float>, _ slider: TuneState.Slider
    ) -> String? {
        let parts = slider == .score ? "part" : "pixel"
        if value > range.upperBound {
            return "\(Painter.score(value)) is over the highest score, \(Painter.score(range.upperBound)): "
                + "no \(parts) is flagged."
        }
        guard slider == .score, value < range.lowerBound else { return nil }
        return "\(Painter.score(value)) is under the lowest score, \(Painter.score(range.lowerBound)): "
            + "every \(parts) is flagged."
    }
}
