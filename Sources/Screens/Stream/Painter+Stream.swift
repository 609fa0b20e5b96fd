import Canvas
import Disk
import Inspection

/// The place where parts come along, one after another.
extension Painter {
    static func rate(_ value: Double) -> String {
        value.isFinite ? "\(Columns.fixed(min(value, 1e6), decimals: 1))/s" : "max"
    }

    mutating func drawStream(in body: Box) {
        let (banner, rest) = body.splitTop(min(state.stream.alarms.count, Self.mostAlarms(isCompact: isCompact)))
        drawAlarms(in: banner)
        guard state.stream.phase != .none, let request = state.stream.request else { return drawNoStream(in: rest) }
        let layout = StreamLayout(body: rest, isCompact: isCompact)
        drawStreamState(of: request, in: layout.state)
        if isCompact {
            drawCompactStream(in: layout.figures)
        } else {
            drawStreamPicture(in: layout.picture)
            drawStreamPanel(of: request, in: layout.figures)
            drawStrip(in: layout.strip)
        }
        drawChart(in: layout.chart, heading: layout.heading)
    }

    private mutating func drawNoStream(in box: Box) {
        let text: String
        if let line = state.line {
            let name = line.name.printable
            switch line.status {
            case .ready:
                text =
                    "No stream runs. r replays the parts of \(name) as if they came along a line; w watches a folder "
                    + "that a camera writes to."
            case .running: text = "\(name) is being calibrated; then a stream of its parts can begin."
            case .missing, .failed: text = "\(name) is not calibrated: press c in Lines first."
            }
        } else {
            text = "There is no category to run a stream of."
        }
        drawParagraph(text, in: box.inset(2, 0), style: theme[.muted])
    }

    /// What runs, and how it is doing.
    private mutating func drawStreamState(of request: StreamRequest, in box: Box) {
        let stream = state.stream
        var words = [stream.words]
        if request.isReplay, stream.phase != .starting {
            if stream.speed != 1 { words.append(Self.speed(stream.speed)) }
            words.append("\(Self.clock(stream.figures.clock)) of the line")
        }
        let right = words.joined(separator: " · ")
        let role: Theme.Role =
            stream.trouble != nil ? .warning : stream.isPaused ? .unsure : stream.isActive ? .accent : .muted
        let width = min(Columns.count(right), max(0, box.columns - 12))
        frame.write(
            right, column: box.endColumn - width, row: box.row, style: theme[role], limit: width, alignment: .right)
        let room = box.columns - width - 2
        var column = box.column
        if isCompact || frame.size.columns >= 112 {
            column = frame.write(
                "\(request.category.printable)  ", column: column, row: box.row, style: theme[.title],
                limit: min(room, 24))
        }
        frame.write(
            request.source.words, column: column, row: box.row, style: theme[.muted],
            limit: max(0, room - (column - box.column)))
    }

    static func speed(_ speed: Double) -> String {
        guard speed.isFinite else { return "as fast as it can" }
        return "\(Columns.fixed(speed, decimals: speed < 1 ? 2 : 0))× speed"
    }

    /// `1:02:03`, in the stream's own time.
    static func clock(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
        let whole = Int(seconds)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let (hours, minutes) = (whole / 3600, whole / 60 % 60)
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(whole % 60))" : "\(minutes):\(two(whole % 60))"
    }

    private mutating func drawStreamPicture(in box: Box) {
        guard !box.isEmpty else { return }
        guard let part = state.shownStreamPart else {
            let text = state.stream.isActive ? "waiting for the first part" : "no part came"
            return drawParagraph(text, in: box, style: theme[.muted])
        }
        guard let picture = state.stream.pictures[part.index] else {
            return drawParagraph("reading the part", in: box, style: theme[.muted])
        }
        guard let fit = picture.fit(in: box, glyphs: capabilities.glyphs), let mosaic = picture.mosaic(fit) else {
            let reason = part.failure ?? picture.problem ?? "there is no picture"
            let words = part.failure == nil ? reason : "NOT INSPECTED: \(reason)"
            return drawParagraph(
                words, in: box.inset(2, 0), style: theme[part.failure == nil ? .warning : .notInspected])
        }
        guard let peaks = picture.peaks(fit) else {
            return Picture.draw(mosaic, into: &frame, capabilities: capabilities)
        }
        Overlay.draw(
            mosaic, peaks, threshold: part.threshold, into: &frame, capabilities: capabilities, heat: theme.heat)
    }
}
