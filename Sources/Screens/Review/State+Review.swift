import Canvas
import Disk
import Evaluation
import Inspection

/// What keys do in Review.
extension State {
    /// Keys that Review takes before they mean a place or a count: a digit right after a verdict is its reason.
    mutating func pressInReview(_ key: Key) -> [Effect]? {
        guard let judged = review.justJudged else { return nil }
        if case .character(let scalar) = key, scalar.isASCII, let digit = Character(scalar).wholeNumberValue {
            return giveReason(digit, to: judged)
        }
        review.justJudged = nil
        switch Keymap.command(for: key, in: .review) {
        case .note: return askForNote(on: judged)
        case .back where key == .escape: return []
        default: return nil
        }
    }

    mutating func obeyReview(_ command: Command) -> [Effect]? {
        if [.accept, .reject, .unsure].contains(command), let reason = whyNoVerdict {
            tell(reason)
            return []
        }
        switch command {
        case .next: move(by: 1)
        case .previous: move(by: -1)
        case .pageDown: move(by: 10)
        case .pageUp: move(by: -10)
        case .first: move(by: .min)
        case .last: move(by: .max)
        case .nextUnjudged: goToNextUnjudged()
        case .accept: return judge(.accept)
        case .reject: return judge(.reject)
        case .unsure: return judge(.unsure)
        case .note: return askForNote()
        case .cycleSort: sort(by: following(review.choice.sort, in: PartSort.allCases))
        case .cycleFilter: show(following(review.choice.filter, in: filterChoices))
        case .cycleFilterBack: show(following(review.choice.filter, in: filterChoices.reversed()))
        case .mark: toggleMark()
        case .nextMarked: goToNextMarked()
        case .agreement: tell(line?.agreement?.sentence ?? "The ledger has not been read yet.")
        case .raise: slide(by: 1)
        case .lower: slide(by: -1)
        case .raiseTen: slide(by: 10)
        case .lowerTen: slide(by: -10)
        case .writeThreshold: return writeThreshold()
        case .discardDraft: discardDraft()
        default: return look(command)
        }
        return []
    }

    private mutating func move(by steps: Int) {
        guard let line, let part = line.moved(by: steps) else { return }
        changeLine { $0.cursor = part }
    }

    /// Whether what is chosen leaves anything to look at.
    var hasPartToShow: Bool { line.map { !$0.roll.isEmpty || $0.recheck != nil } ?? false }

    var nothingToShow: String {
        let text = review.choice.text.isEmpty ? "" : ", with “\(review.choice.text.printable)” in the name"
        return "Nothing here. Chosen: \(review.choice.filter.meaning)\(text). f shows others, / takes another text."
    }

    /// A verdict is for the part that is seen, so there has to be one.
    private var whyNoVerdict: String? {
        if !hasPartToShow { return nothingToShow }
        if panes(columns: size.columns) == [.good] { return "This is the good part; c shows the part to judge again." }
        return nil
    }

    /// - Parameter isReturning: to where the person was before the program began: what they had chosen stands, though the
    ///   scores that it is about have yet to come.
    mutating func openReview(isReturning: Bool = false) -> [Effect] {
        guard let line else { return [] }
        guard line.count > 0 else {
            tell("\(line.name.printable) has no parts to inspect: put photographs into test/<label> and start again.")
            return []
        }
        place = .review
        review.choice.text = filters[.review] ?? ""
        let choice = review.choice
        changeLine { $0.choose(choice) }
        // What was chosen for another category may leave nothing of this one.
        if !hasPartToShow, !(isReturning && choice.filter != .all), choice.filter != .all || !choice.text.isEmpty {
            tell("Nothing in \(line.name.printable) was \(choice.filter.name)\(choice.text.isEmpty ? "" : ", or named so"): all are shown.")
            (review.choice.filter, review.choice.text, filters[.review]) = (.all, "", nil)
            let choice = review.choice
            changeLine { $0.choose(choice) }
        }
        // From here on the cursor belongs to the person: scores that still arrive must not move it under a verdict.
        if !line.hasMoved {
            changeLine {
                $0.cursor = $0.firstUnjudged ?? ($0.roll.isEmpty ? $0.queue[0] : $0.roll[0])
                $0.hasMoved = true
            }
        }
        return []
    }

    private mutating func goToNextUnjudged() {
        guard let line else { return }
        if let part = line.nextUnjudged {
            changeLine { $0.cursor = part }
        } else if line.queue.waitingCount > 0 {
            tell("No other part is ready for a verdict yet.")
        } else {
            tell(line.choice == PartChoice() ? "Every part is judged." : "Every part of these is judged.")
        }
    }

    // MARK: Which parts

    /// The filters that `f` goes through: those of every category, then its labels.
    private var filterChoices: [PartFilter] {
        PartFilter.plain + (line?.labels ?? []).map { .label($0) }
    }

    func following<T: Equatable>(_ value: T, in choices: [T]) -> T {
        choices[((choices.firstIndex(of: value) ?? -1) + 1) % choices.count]
    }

    private mutating func sort(by sort: PartSort) {
        review.choice.sort = sort
        choose()
        tell("Parts come \(sort.words) now.")
    }

    private mutating func show(_ filter: PartFilter) {
        review.choice.filter = filter
        choose()
        guard let line else { return }
        let count = line.roll.count
        tell("\(count) of \(line.count): \(filter.meaning.printable)\(count == 0 ? "; f shows others" : "").")
    }

    /// `/`: parts with this in their names or labels.
    mutating func lookFor(_ text: String) {
        review.choice.text = text
        choose()
    }

    /// Takes the choice over. Whoever looks at a part that is among the chosen goes on looking at it.
    private mutating func choose() {
        let choice = review.choice
        changeLine { line in
            line.choose(choice)
            if line.recheck == nil, !line.roll.contains(line.cursor), !line.roll.isEmpty { line.cursor = line.roll[0] }
        }
    }

    private mutating func toggleMark() {
        guard let line, line.count > 0, line.recheck == nil else { return }
        changeLine { $0.toggleMark($0.cursor) }
    }

    private mutating func goToNextMarked() {
        guard let part = line?.nextMarked else {
            tell("No part is marked: Space marks the one on the screen.")
            return
        }
        changeLine { $0.cursor = part }
    }

    // MARK: The palette

    private static let offeredParts = 20

    func reviewOffers(for typed: String) -> [PaletteOffer] {
        guard let line else { return [] }
        var offers = PartSort.allCases.map { PaletteOffer(line: "sort \($0.rawValue)", meaning: $0.words) }
        offers += filterChoices.map { PaletteOffer(line: "show \($0.name.printable)", meaning: $0.meaning) }
        offers.append(PaletteOffer(line: "goto", meaning: "a part by its name, or a piece of it", wantsArgument: true))
        if let text = typed.argument(of: "goto"), !text.isEmpty {
            let names = line.names ?? NameIndex(line.category.parts)
            for part in names.parts(with: text, limit: Self.offeredParts) {
                let name = line.category.parts[part].name.printable
                offers.append(PaletteOffer(line: "goto \(name)", meaning: "part \(line.place(of: part) + 1)"))
            }
        }
        return offers
    }

    mutating func runReviewCommand(_ typed: String) -> [Effect]? {
        if let word = typed.argument(of: "sort"), let sort = PartSort.allCases.first(where: { $0.rawValue == word }) {
            self.sort(by: sort)
            return []
        }
        if let word = typed.argument(of: "show"),
            let filter = filterChoices.first(where: { $0.name.printable == word || $0.name.printable == "label \(word)" })
        {
            show(filter)
            return []
        }
        if let text = typed.argument(of: "goto"), !text.isEmpty {
            goTo(text)
            return []
        }
        return nil
    }

    /// A part by its whole name, by a piece of it, or else by its number in the list.
    private mutating func goTo(_ text: String) {
        guard let line, line.count > 0 else { return }
        let names = line.names ?? NameIndex(line.category.parts)
        let found = names.parts(with: text, limit: Self.offeredParts)
        let exact = found.first { line.category.parts[$0].name.printable == text }
        var part = exact ?? found.first
        if part == nil, let number = Int(text), number >= 1, number <= line.roll.count { part = line.roll[number - 1] }
        guard let part else {
            notices.complain("No part has “\(text.printable)” in its name.")
            return
        }
        changeLine {
            $0.names = names
            $0.cursor = part
        }
    }
}

extension Agreement {
    /// `12 parts judged twice: 91.7 % alike (95 %: 61.5 to 99.8 %), kappa 0.83.`
    public var sentence: String {
        guard let share else { return "No part has come back unmarked yet." }
        func percent(_ value: Double) -> String { Columns.fixed(value * 100, decimals: 1) }
        let range = "\(percent(interval.lower)) to \(percent(interval.upper)) %"
        let kappa = kappa.map { "kappa \(Columns.fixed($0, decimals: 2))" } ?? "kappa not defined yet"
        let parts = count == 1 ? "1 part" : "\(count) parts"
        return "\(parts) judged twice: \(percent(share)) % alike (95 %: \(range)), \(kappa)."
    }
}

extension Line {
    /// The labels that its parts came with, in their order.
    var labels: [String] {
        var seen = Set<String>()
        var labels: [String] = []
        for part in category.parts {
            if let label = part.label, seen.insert(label).inserted { labels.append(label) }
        }
        return labels
    }
}
