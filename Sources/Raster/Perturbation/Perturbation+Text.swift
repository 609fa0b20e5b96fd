import Disk

extension Perturbation: CustomStringConvertible, Codable {
    /// `none`, or kind and strength as `init(parsing:)` reads them: `shift:4`, `shift:4/-2`, `brightness:0.9+10`.
    public var description: String {
        switch self {
        case .none: "none"
        case .shift(let right, let down): right == down ? "shift:\(right)" : "shift:\(right)/\(down)"
        case .rotation(let degrees): "rotate:\(short(degrees))"
        case .brightness(let factor, 0): "brightness:\(short(factor))"
        case .brightness(let factor, let offset):
            "brightness:\(short(factor))\(offset < 0 ? "" : "+")\(short(offset))"
        case .contrast(let factor): "contrast:\(short(factor))"
        case .blur(let sigma): "blur:\(short(sigma))"
        case .noise(let sigma): "noise:\(short(sigma))"
        case .jpeg(let quality): "jpeg:\(quality)"
        }
    }

    /// The strength alone, as a list in a sweep has it.
    public var strengthText: String { description.split(separator: ":").last.map(String.init) ?? "none" }

    /// Reads `none` or `kind:strength`:
    /// `shift:4` (pixels right and down) or `shift:4/-2` (right/down), `rotate:2` (degrees), `brightness:0.9` (factor)
    /// or `brightness:0.9+10` (factor and grey levels), `contrast:0.8` (factor), `blur:1` (sigma in pixels), `noise:5`
    /// (sigma in grey levels), `jpeg:50` (quality). `none` is a strength of every kind.
    /// - Throws: `RasterError.perturbation`, which says what would be understood.
    public init(parsing text: String) throws(RasterError) {
        if text == "none" {
            self = .none
            return
        }
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, let kind = Kind(rawValue: String(halves[0])) else {
            throw RasterError(
                .perturbation, "'\(text.printable)'",
                "is no perturbation; write a kind and a strength, such as shift:4, rotate:2, brightness:0.9, "
                    + "contrast:0.8, blur:1, noise:5 or jpeg:50")
        }
        self = try Self(kind, parsing: String(halves[1]))
    }

    /// Reads a strength of a kind.
    init(_ kind: Kind, parsing text: String) throws(RasterError) {
        if text == "none" {
            self = .none
            return
        }
        guard let read = Self.read(kind, text) else {
            throw RasterError(.perturbation, "'\(kind.rawValue):\(text.printable)'", "needs \(kind.expected)")
        }
        self = read
    }

    private static func read(_ kind: Kind, _ text: String) -> Perturbation? {
        switch kind {
        case .shift:
            let moves = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(moves.count), let right = moves[0], let down = moves[moves.count - 1],
                abs(right) <= 4096, abs(down) <= 4096
            else { return nil }
            return .shift(right: right, down: down)
        case .rotation: return number(text, -180...180).map { .rotation($0) }
        case .brightness:
            // A sign that does not begin the text begins the offset.
            let split = text.dropFirst().lastIndex { $0 == "+" || $0 == "-" } ?? text.endIndex
            guard let factor = number(text[..<split], 0...16),
                let offset = split == text.endIndex ? 0 : number(text[split...], -255...255)
            else { return nil }
            return .brightness(factor: factor, offset: offset)
        case .contrast: return number(text, 0...16).map { .contrast($0) }
        case .blur: return number(text, 0...64).map { .blur($0) }
        case .noise: return number(text, 0...255).map { .noise($0) }
        case .jpeg: return Int(text).flatMap { (1...100).contains($0) ? .jpeg(quality: $0) : nil }
        }
    }

    private static func number(_ text: some StringProtocol, _ range: ClosedRange<Double>) -> Double? {
        guard let value = Double(text), range.contains(value) else { return nil }
        return value
    }

    /// As text, so that files and reports read like the command line.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            self = try Self(parsing: container.decode(String.self))
        } catch let error as RasterError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }
}

extension Perturbation.Kind {
    /// What a strength must be.
    fileprivate var expected: String {
        switch self {
        case .shift: "whole pixels from -4096 to 4096: 4 for right and down, 4/-2 for each"
        case .rotation: "degrees from -180 to 180"
        case .brightness: "a factor from 0 to 16, with an offset from -255 to 255 where wanted: 0.9 or 0.9+10"
        case .contrast: "a factor from 0 to 16"
        case .blur: "a sigma in pixels from 0 to 64"
        case .noise: "a sigma in grey levels from 0 to 255"
        case .jpeg: "a quality from 1 to 100, or none"
        }
    }
}

/// 2 rather than 2.0.
private func short(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
}
