import Canvas
import Disk
import Evaluation
import Inspection

/// What keys do in Stream.
extension State {
    /// Seconds of the line a second.
    static let streamSpeeds = [0.25, 0.5, 1, 2, 4, 8, 16, 32, .infinity]

    /// What a key does in Stream that it does not do everywhere.
    /// - Returns: `nil` where it means here what it means everywhere.
    mutating func obeyStream(_ command: Command) -> [Effect]? {
        switch command {
        case .next: stream.walk(by: 1)
        case .previous: stream.walk(by: -1)
        case .pageDown: stream.walk(by: 10)
        case .pageUp: stream.walk(by: -10)
        case .first: stream.walk(by: .min)
        case .last: stream.cursor = nil
        case .replay: askForReplay()
        case .watch: askForWatch()
        case .pause: return pause()
        case .step: return step()
        case .faster: return changeSpeed(by: 1)
        case .slower: return changeSpeed(by: -1)
        case .acknowledge: return acknowledge()
        case .stop: return stopStream()
        case .openPart: openStreamedPart()
        default: return nil
        }
        return []
    }

    mutating func openStream() -> [Effect] {
        place = .stream
        return []
    }

    // MARK: Starting

    /// The category under the cursor, if a stream of it could begin; else a message says why not.
    private mutating func lineForStream() -> Line? {
        if stream.isActive, let name = stream.request?.category.printable {
            tell(
                "The stream of \(name) is still \(stream.phase == .stopping ? "stopping" : "there: x stops it first").")
            return nil
        }
        guard let line else {
            tell("There is no category to run a stream of.")
            return nil
        }
        guard line.status == .ready else {
            tell("\(line.name.printable) is not calibrated: press c in Lines first.")
            return nil
        }
        return line
    }

    private mutating func askForReplay() {
        guard let line = lineForStream() else { return }
        guard line.count > 0 else {
            return tell("\(line.name.printable) has no parts to replay: put photographs into test/<label>.")
        }
        ask(.replay, title: "replay \(line.name.printable): rate, seed N, loop …", text: "20")
    }

    private mutating func askForWatch() {
        guard let line = lineForStream() else { return }
        ask(.watch, title: "watch for \(line.name.printable): folder", text: line.category.folder.printable)
    }

    mutating func startReplay(_ text: String) -> [Effect] {
        do throws(StreamProblem) {
            let source = try StreamRequest.Source.replay(text)
            guard let line = lineForStream() else { return [] }
            guard line.count > 0 else {
                tell("\(line.name.printable) has no parts to replay: put photographs into test/<label>.")
                return []
            }
            return start(source, of: line)
        } catch {
            notices.complain(error.sentence)
            return []
        }
    }

    mutating func startWatch(_ text: String) -> [Effect] {
        guard let line = lineForStream() else { return [] }
        return start(.watch(text, standard: line.category.folder), of: line)
    }

    private mutating func start(_ source: StreamRequest.Source, of line: Line) -> [Effect] {
        let request = StreamRequest(run: (stream.request?.run ?? 0) + 1, category: line.name, source: source)
        var fresh = StreamState()
        fresh.phase = .starting
        fresh.request = request
        // Nobody has seen them, whatever runs now.
        fresh.alarms = stream.alarms
        fresh.acknowledging = stream.acknowledging
        if case .replay(_, let speed) = source { fresh.speed = speed }
        stream = fresh
        place = .stream
        return [.stream(.start(request))]
    }

    // MARK: While it runs

    private mutating func pause() -> [Effect] {
        guard stream.phase == .running else {
            tell("No stream runs: r replays the category's parts, w watches a folder.")
            return []
        }
        stream.isPaused.toggle()
        return [.stream(stream.isPaused ? .pause : .resume)]
    }

    private mutating func step() -> [Effect] {
        guard stream.phase == .running, stream.isPaused else {
            tell("Space pauses the stream; n then takes one part after another.")
            return []
        }
        stream.cursor = nil
        return [.stream(.step)]
    }

    private mutating func changeSpeed(by steps: Int) -> [Effect] {
        guard stream.phase == .running, let request = stream.request else { return [] }
        guard request.isReplay else {
            tell("The camera sets the pace of a watched folder.")
            return []
        }
        let speeds = Self.streamSpeeds
        let now = speeds.firstIndex { $0 >= stream.speed } ?? speeds.count - 1
        stream.speed = speeds[now.moved(by: steps, within: speeds.indices)]
        return [.stream(.speed(stream.speed))]
    }

    mutating func acknowledge() -> [Effect] {
        let seen = stream.alarms.filter { !stream.acknowledging.contains($0) }
        guard !seen.isEmpty else {
            if stream.alarms.isEmpty { tell("There is no alarm.") }
            return []
        }
        stream.acknowledging.formUnion(seen)
        return [.stream(.acknowledge(seen))]
    }

    private mutating func stopStream() -> [Effect] {
        guard stream.phase == .running || stream.phase == .starting else { return [] }
        stream.phase = .stopping
        stream.wasStopped = true
        return [.stream(.stop)]
    }

    /// From the part that is shown to the same part in Review.
    private mutating func openStreamedPart() {
        guard let shown = shownStreamPart, let category = stream.request?.category else { return }
        guard let index = index(of: category), let line = lines?[index],
            let part = line.category.parts.firstIndex(where: { $0.path == shown.part.path })
        else {
            let name = shown.part.name.printable
            tell("\(name) is not one of the parts of \(category.printable): Review shows those alone.")
            return
        }
        selected = index
        place = .review
        changeLine {
            $0.cursor = part
            $0.hasMoved = true
        }
    }

    // MARK: What is shown

    /// Whether there is room for the picture of a part.
    private var showsStreamPicture: Bool {
        size.columns >= Painter.full.columns && size.rows >= Painter.full.rows
    }

    /// The part that the screen shows. With the stream it is the newest whose picture is there, so that the picture and
    /// the facts are always of one part.
    var shownStreamPart: StreamPart? {
        guard stream.cursor == nil, showsStreamPicture else { return stream.wanted }
        return stream.pictures.newest.flatMap { stream.part($0) } ?? stream.wanted
    }

    /// The picture that the stream's screen needs and nobody has asked for.
    mutating func missingStreamPicture() -> [Effect] {
        guard place == .stream, showsStreamPicture, stream.pictures.asked == nil, let run = stream.request?.run,
            let wanted = stream.wanted, stream.pictures[wanted.index] == nil
        else { return [] }
        stream.pictures.asked = wanted.index
        return [.stream(.look(run: run, wanted))]
    }

    /// The stream goes by the threshold that is live, whoever made it so.
    mutating func streamThreshold() -> [Effect] {
        guard stream.phase == .running, let category = stream.request?.category,
            let live = lines?.first(where: { $0.name == category })?.live?.value, live.isFinite,
            live != stream.threshold
        else { return [] }
        stream.threshold = live
        return [.stream(.threshold(live))]
    }
}
