import Canvas
import Disk
import Inspection

/// What keys do in Tune.
extension State {
    /// Keys that Tune takes before they mean a place or a count: digits type a number.
    mutating func pressInTune(_ key: Key) -> [Effect]? {
        guard case .character(let scalar) = key, Keymap.command(for: key, in: .tune) == .typeNumber else { return nil }
        askForNumber(beginning: String(Character(scalar)))
        return []
    }

    mutating func obeyTune(_ command: Command) -> [Effect]? {
        switch command {
        case .raise: slideTuned(by: 1)
        case .lower: slideTuned(by: -1)
        case .raiseTen: slideTuned(by: 10)
        case .lowerTen: slideTuned(by: -10)
        case .typeNumber: askForNumber(beginning: "")
        case .snap: snap(by: 1)
        case .snapBack: snap(by: -1)
        case .writeThreshold: return tune.slider == .score ? writeThreshold() : writePixelThreshold()
        case .discardDraft: restoreLive()
        case .switchSlider: switchSlider()
        case .nextCategory: return tuneCategory(by: 1)
        case .previousCategory: return tuneCategory(by: -1)
        case .next: walk(by: 1)
        case .previous: walk(by: -1)
        case .pageDown: walk(by: 10)
        case .pageUp: walk(by: -10)
        case .first: walk(by: .min)
        case .last: walk(by: .max)
        case .openReview: return reviewTunedPart()
        default: return nil
        }
        return []
    }

    mutating func openTune() -> [Effect] {
        guard line != nil else { return [] }
        if place != .tune { settleOnDraft() }
        place = .tune
        return []
    }

    /// The threshold that the arrows move, if it is a draft.
    var tunedDraft: Float? { tune.slider == .score ? line?.draft : line?.pixelDraft }
    /// What it shows: the draft, or else the live one.
    var tunedThreshold: Float? { tune.slider == .score ? line?.shownThreshold : line?.shownPixelThreshold }

    /// Makes `value` the draft of the slider that is moved.
    mutating func draft(_ value: Float) {
        switch tune.slider {
        case .score: changeLine { $0.draft = value == $0.live?.value ? nil : value }
        case .pixel: changeLine { $0.pixelDraft = value == $0.pixelLive?.value ? nil : value }
        }
    }

    private mutating func slideTuned(by steps: Int) {
        guard let line, let shown = tunedThreshold, line.live != nil else {
            tell("There is no threshold to move before the category is calibrated.")
            return
        }
        draft(ThresholdStep.move(shown, by: steps, scores: line.tunedRange))
        settleOnDraft()
    }

    private mutating func restoreLive() {
        guard tunedDraft != nil else {
            tell("The draft is the live threshold.")
            return
        }
        switch tune.slider {
        case .score: discardDraft()
        case .pixel: changeLine { $0.pixelDraft = nil }
        }
        settleOnDraft()
    }

    private mutating func switchSlider() {
        if tune.slider == .score, let line, let part = tunedPart,
            pictures.picture(category: line.name, part: part)?.geometry?.makesMap == false
        {
            tell("No pixels to set a threshold on: this detector makes no map.")
            return
        }
        tune.slider = tune.slider == .score ? .pixel : .score
        tune.snapped = nil
    }

    /// Goes on to another category, round the end, through those that the filter leaves.
    private mutating func tuneCategory(by steps: Int) -> [Effect] {
        let shown = tunedCategories
        guard !shown.isEmpty else {
            tell("No category has “\(filters[.tune] ?? "")” in its name.")
            return []
        }
        let here = shown.firstIndex { $0 >= selected } ?? 0
        let isShown = shown[here] == selected
        let next = isShown ? here + steps : steps > 0 ? here : here - 1
        selected = shown[((next % shown.count) + shown.count) % shown.count]
        settleOnDraft()
        return []
    }

    /// Indices of the categories that can be reached here.
    var tunedCategories: [Int] {
        let all = lines ?? []
        guard let filter = filters[.tune]?.lowercased(), !filter.isEmpty else { return Array(all.indices) }
        return all.indices.filter { all[$0].name.printable.lowercased().contains(filter) }
    }

    mutating func hear(_ news: TuneNews) -> [Effect] {
        switch news {
        case .calibrationScores(let category, let scores):
            change(category) { $0.setCalibrationScores(scores) }
        case .pixelThreshold(let category, let threshold):
            if let index = index(of: category), let line = lines?[index], line.isCommittingPixels, let threshold {
                tell(Self.changed("pixel threshold", of: category, from: line.pixelLive?.value, to: threshold))
            }
            change(category) {
                $0.pixelLive = threshold
                $0.isCommittingPixels = false
                if let threshold, $0.pixelDraft == threshold.value { $0.pixelDraft = nil }
            }
        case .pixelThresholdRefused(let category, let reason):
            change(category) { $0.isCommittingPixels = false }
            notices.complain("The pixel threshold of \(category.printable) was not written: \(reason)")
        case .today(let start):
            tune.today = start
        }
        return []
    }

    /// What is said when the store has confirmed a threshold.
    static func changed(_ what: String, of category: String, from old: Float?, to new: Threshold) -> String {
        let before = old.map { "\(Painter.score($0)) → " } ?? ""
        return "\(category.printable): \(what) \(before)\(Painter.score(new.value)), by \(new.author.printable): "
            + new.reason.printable
    }
}

extension Line {
    /// What a slide moves within: the scores of the parts, or of the good ones where no part has been scored.
    var tunedRange: ClosedRange<Float>? {
        if let range = queue.range { return range }
        guard let low = calibrationScores.first, let high = calibrationScores.last else { return nil }
        return low...high
    }
}
