import Canvas
import Disk
import Inspection

/// The place where a person settles from which score on parts are flagged.
extension Painter {
    mutating func drawTune(in body: Box) {
        guard let line = state.line else {
            return drawParagraph("There is no category to tune.", in: body, style: theme[.muted])
        }
        let suggestions = state.tuneSuggestions
        let facts = state.tune.facts.flatMap { $0.category == line.name ? $0 : nil }
        let layout = TuneLayout(
            body: body, table: wantedTableRows(facts), suggestions: suggestionRows(facts, columns: body.columns))
        drawTunedCategories(in: layout.categories)
        guard let facts, let live = line.live, let shown = line.shownThreshold else {
            let box = Box(
                column: layout.header.column, row: body.row, columns: layout.header.columns, rows: body.rows)
            return drawParagraph(absence(of: line), in: box, style: theme[.muted])
        }
        let cursors = StripCursors(
            live: live.value, draft: shown, hasDraft: line.draft != nil, part: picturedMark(of: line))
        drawTuneHeader(of: line, in: layout.header, namesPart: layout.picture.isEmpty)
        drawStrips(facts, cursors, in: layout.strips)
        drawConsequences(facts, cursors, in: layout.table)
        drawSuggestions(suggestions, in: layout.suggestions)
        if !layout.picture.isEmpty { drawTunedPicture(of: line, in: layout.picture) }
        drawCurves(facts, cursors, in: layout.curves)
    }

    /// Where the pictured part stands in the histogram.
    private func picturedMark(of line: Line) -> StripCursors.Part? {
        guard let part = state.tunedPart, let score = line.finding(part)?.score else { return nil }
        return StripCursors.Part(score: score, kind: ScoreClass(line.verdict(part)))
    }

    private func absence(of line: Line) -> String {
        switch line.status {
        case .missing: "\(line.name.printable) is not calibrated yet: c in Lines learns from its good parts."
        case .running(let done, let total):
            "\(line.name.printable) is learning from its good parts: \(Self.percent(done, of: total))."
        case .failed(let reason): "\(line.name.printable) is not calibrated: \(reason)"
        case .ready: "\(line.name.printable) has no threshold yet."
        }
    }

    // MARK: Header

    /// Both sliders, the moved one marked; beside them how far the afternoon has come, and the pictured part.
    private mutating func drawTuneHeader(of line: Line, in box: Box, namesPart: Bool) {
        let isScore = state.tune.slider == .score
        let step = ThresholdStep.size(scores: line.tunedRange, threshold: line.shownThreshold ?? 0)
        let end = drawSlider(
            "Score", live: line.live?.value, draft: line.draft, standIn: "–", isMoved: isScore,
            isCommitting: line.isCommitting, in: box.splitTop(1).top)
        let pixelEnd =
            box.rows < 2
            ? end
            : drawSlider(
                "Pixel", live: line.pixelLive?.value, draft: line.pixelDraft, standIn: "as score", isMoved: !isScore,
                isCommitting: line.isCommittingPixels, in: box.splitTop(1).rest)
        let shown = state.tunedCategories
        let position = (shown.firstIndex(of: state.selected) ?? 0) + 1
        let tuned = state.lines?.count { isTunedToday($0) } ?? 0
        let drafts = state.lines?.count { $0.draft != nil || $0.pixelDraft != nil } ?? 0
        let progress = "\(position) of \(shown.count) · tuned today \(tuned) · drafts \(drafts)"
        let stepText = "step \(Columns.fixed(step, decimals: 3))"
        let room = box.endColumn - end - 2
        frame.write(
            room >= Columns.count(progress) + Columns.count(stepText) + 3 ? "\(stepText)   \(progress)" : progress,
            column: end + 2, row: box.row, style: theme[.muted], limit: max(0, room), alignment: .right)
        guard namesPart, box.rows >= 2, let part = state.tunedPart else { return }
        let name = line.category.parts[part].name.printable
        frame.write(
            "◆ \(name)", column: pixelEnd + 2, row: box.row + 1, style: theme[.text],
            limit: max(0, box.endColumn - pixelEnd - 2), alignment: .right, keeping: .finish)
    }

    private mutating func drawSlider(
        _ name: String, live: Float?, draft: Float?, standIn: String, isMoved: Bool, isCommitting: Bool, in box: Box
    ) -> Int {
        var column = frame.write(
            "\(isMoved ? "▸" : " ")\(name)", column: box.column, row: box.row,
            style: theme[isMoved ? .title : .muted]) + 2
        column = frame.write("live", column: column, row: box.row, style: theme[.muted]) + 1
        column = frame.write(
            live.map(Self.score) ?? standIn, column: column, row: box.row, style: theme[.live], limit: 9,
            alignment: .right) + 2
        column = frame.write("draft", column: column, row: box.row, style: theme[.muted]) + 1
        return frame.write(
            (draft.map(Self.score) ?? "–") + (isCommitting ? " …" : ""), column: column, row: box.row,
            style: theme[draft == nil ? .muted : .draft], limit: 9, alignment: .right)
    }

    func isTunedToday(_ line: Line) -> Bool {
        guard let today = state.tune.today, let live = line.live else { return false }
        return live.time >= today && live.author != Threshold.programAuthor
    }
}
