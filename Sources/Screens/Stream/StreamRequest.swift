import Inspection
import SystemPackage

/// What is to run along a line.
public struct StreamRequest: Equatable, Sendable {
    public enum Source: Equatable, Sendable {
        /// The category's own parts, at so many seconds of the line a second.
        case replay(Replay.Settings, speed: Double)
        /// What a camera writes into a folder.
        case watch(FilePath, Watch.Settings)
    }

    /// Counts the streams of this session, so that what one still sends after its end is told apart.
    public let run: Int
    public let category: String
    public let source: Source

    public init(run: Int, category: String, source: Source) {
        self.run = run
        self.category = category
        self.source = source
    }

    public var isReplay: Bool { if case .replay = source { true } else { false } }

    /// Parts a second that were asked for at speed 1; `nil` where a camera sets the pace.
    public var rate: Double? { if case .replay(let settings, _) = source { settings.rate } else { nil } }
}

/// Why a line that somebody typed is no stream.
struct StreamProblem: Error, Equatable {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}

extension StreamRequest.Source {
    /// `20 seed 7 jitter 0.3 loop shuffle count 1000 fast`: a number alone is the rate.
    /// - Throws: `StreamProblem` that names the word.
    static func replay(_ text: String) throws(StreamProblem) -> Self {
        var settings = Replay.Settings()
        var speed = 1.0
        var words = text.split(separator: " ").map(String.init)[...]
        /// The number behind a word.
        func number<T: LosslessStringConvertible>(
            _ word: String, _ what: String, _ isRight: (T) -> Bool
        ) throws(StreamProblem) -> T {
            guard let value = words.popFirst().flatMap({ T($0) }), isRight(value) else {
                throw StreamProblem("“\(word.printable)” wants \(what) behind it.")
            }
            return value
        }
        let isRate = { (rate: Double) in rate >= 1e-6 && rate <= 100_000 }
        while let word = words.popFirst() {
            switch word {
            case "rate": settings.rate = try number(word, "parts a second, from 0.000001 to 100000,", isRate)
            case "seed": settings.seed = try number(word, "a whole number", { (_: UInt64) in true })
            case "jitter": settings.jitter = try number(word, "a number from 0 to 1", { (0...1).contains($0) })
            case "count": settings.count = try number(word, "a number of parts", { (count: Int) in count > 0 })
            case "loop": settings.loops = true
            case "shuffle": settings.shuffles = true
            case "fast": speed = .infinity
            default:
                guard let rate = Double(word), isRate(rate) else {
                    throw StreamProblem(
                        "“\(word.printable)” says nothing about a replay; it takes a rate, seed N, jitter 0…1, loop, "
                            + "shuffle, count N, fast.")
                }
                settings.rate = rate
            }
        }
        return .replay(settings, speed: speed)
    }

    /// `existing recursive DIR`: the folder is what follows the words, spaces and all.
    /// - Parameter standard: for the folder where none is named.
    static func watch(_ text: String, standard: FilePath) -> Self {
        var settings = Watch.Settings()
        var text = text.trimmingSpaces
        while true {
            if let rest = text.argument(of: "existing") ?? (text == "existing" ? "" : nil) {
                settings.takesExisting = true
                text = rest
            } else if let rest = text.argument(of: "recursive") ?? (text == "recursive" ? "" : nil) {
                settings.isRecursive = true
                text = rest
            } else {
                break
            }
        }
        // What stands in the prompt is how the folder is shown, which need not be its bytes.
        let isStandard = text.isEmpty || text == LineEditor(standard.printable).text
        return .watch(isStandard ? standard : FilePath(text), settings)
    }

    /// `replay at 20.0/s, seed 7, loop`.
    var words: String {
        switch self {
        case .replay(let settings, _):
            var words = ["replay at \(Painter.rate(settings.rate)), seed \(settings.seed)"]
            if settings.jitter > 0 { words.append("jitter \(settings.jitter)") }
            if settings.loops { words.append("loop") }
            if settings.shuffles { words.append("shuffled") }
            if let count = settings.count { words.append("\(count) parts") }
            return words.joined(separator: ", ")
        case .watch(let folder, _): return "watch \(folder.printable)"
        }
    }
}
