import Disk

extension NPadOptions {
    /// A preset, and settings that differ from it: `A+B+C,lambda=1,channels=random`; `standard` or nothing is the whole
    /// method without shifting.
    /// - Throws: `DetectorError.invalidRecipe` naming the part that cannot be read, and what could.
    public init(parsing text: String) throws(DetectorError) {
        var parts = text.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
        self.init()
        if let first = parts.first, !first.contains("=") {
            parts.removeFirst()
            if first.lowercased() != "standard" { self.init(try Self.preset(first)) }
        }
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { throw Self.unreadable(part, Self.settings.joined(separator: ", ")) }
            try set(pair[0], to: pair[1])
        }
        try validate()
    }

    private static func preset(_ name: String) throws(DetectorError) -> Preset {
        for preset in Preset.allCases where preset.rawValue.lowercased() == name.lowercased() { return preset }
        throw unreadable(name, (["standard"] + Preset.allCases.map(\.rawValue)).joined(separator: ", "))
    }

    /// Names of what can be set.
    public static let settings = [
        "patches", "neighbourhood", "similarity", "lambda", "inference", "aggregates", "aggregation", "combination",
        "score", "top-k", "ratio", "iterations", "seed", "vectors", "channels", "shift",
    ]

    /// Sets one module or number by its name.
    /// - Throws: `DetectorError.invalidRecipe`.
    public mutating func set(_ name: String, to value: String) throws(DetectorError) {
        switch name {
        case "patches": usesPatches = try Self.flag(name, value)
        case "neighbourhood": neighbourhood = try Self.number(name, value)
        case "similarity": similarity = try Self.choice(name, value)
        case "lambda": lambda = try Self.number(name, value)
        case "inference": inference = try Self.number(name, value)
        case "aggregates": usesAggregates = try Self.flag(name, value)
        case "aggregation": aggregation = try Self.number(name, value)
        case "combination": combination = try Self.choice(name, value)
        case "score": score = try Self.choice(name, value)
        case "top-k": topK = try Self.number(name, value)
        case "ratio": centroids.ratio = try Self.number(name, value)
        case "iterations": centroids.iterations = try Self.number(name, value)
        case "seed": centroids.seed = try Self.number(name, value)
        case "vectors": centroids.vectors = value == "all" ? nil : try Self.number(name, value)
        case "channels": channels = try Self.choice(name, value)
        case "shift": shift = try Self.number(name, value)
        default: throw Self.unreadable(name, Self.settings.joined(separator: ", "))
        }
    }

    private static func flag(_ name: String, _ value: String) throws(DetectorError) -> Bool {
        switch value {
        case "on": return true
        case "off": return false
        default: throw unreadable("\(name)=\(value)", "\(name)=on, \(name)=off")
        }
    }

    private static func number<Value: LosslessStringConvertible>(
        _ name: String, _ value: String
    ) throws(DetectorError) -> Value {
        guard let number = Value(value) else { throw unreadable("\(name)=\(value)", "a number after \(name)=") }
        return number
    }

    private static func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, _ value: String
    ) throws(DetectorError) -> Value where Value.RawValue == String {
        guard let choice = Value(rawValue: value) else {
            throw unreadable(
                "\(name)=\(value)", Value.allCases.map { "\(name)=\($0.rawValue)" }.joined(separator: ", "))
        }
        return choice
    }

    private static func unreadable(_ text: String, _ known: String) -> DetectorError {
        DetectorError(.invalidRecipe, "N-pad's \(text.printable)", "is not known; there are: \(known)")
    }
}
