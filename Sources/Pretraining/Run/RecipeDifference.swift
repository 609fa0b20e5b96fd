/// How two recipes differ, line by line, for people.
struct RecipeDifference {
    /// Keys that the result does not depend on.
    private static let idle: Set<String> = ["checkpoint-every"]

    /// `steps = 200 before, 300 now`, in the order of the texts; empty where they say the same.
    let lines: [String]

    /// - Parameters: canonical texts, as `PretrainingRecipe.identity`.
    init(before: String, now: String) {
        let (old, new) = (Self.values(before), Self.values(now))
        let newKeys = Set(new.map(\.key))
        let oldKeys = Set(old.map(\.key))
        var lines: [String] = []
        for (key, value) in old {
            if let other = new.first(where: { $0.key == key })?.value {
                if other != value { lines.append("\(key) = \(value) before, \(other) now") }
            } else if !newKeys.contains(key) {
                lines.append("\(key) = \(value) before, nothing now")
            }
        }
        for (key, value) in new where !oldKeys.contains(key) { lines.append("\(key) = \(value) now, nothing before") }
        self.lines = lines
    }

    private static func values(_ text: String) -> [(key: String, value: String)] {
        var values: [(key: String, value: String)] = []
        var table = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("[") {
                table = "\(line) "
            } else if let sign = line.firstRange(of: " = "), !idle.contains(String(line[..<sign.lowerBound])) {
                values.append((table + line[..<sign.lowerBound], String(line[sign.upperBound...])))
            }
        }
        return values
    }
}
