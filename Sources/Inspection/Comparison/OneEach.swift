/// Lines in the order in which they first came, each once: what cannot be read cannot be read again.
struct OneEach {
    private(set) var lines: [String] = []
    private var known: Set<String> = []

    mutating func add(_ more: [String]) {
        for line in more where known.insert(line).inserted { lines.append(line) }
    }
}
