import Detectors
import Disk
import Raster

#if canImport(Glibc)
    import Glibc
#endif

/// What stands in one category, file by file.
public struct CategoryCheck: Sendable {
    /// Masks, counted over defective parts.
    public struct Masks: Equatable, Sendable {
        public internal(set) var sound = 0
        public internal(set) var missing = 0
        public internal(set) var empty = 0
        public internal(set) var faint = 0
        public internal(set) var ofAnotherSize = 0
        public internal(set) var unreadable = 0

        public init() {}
    }

    /// Files with the same bytes, by their names in the category.
    public struct Duplicates: Equatable, Sendable {
        public let names: [String]
        /// Among those to learn from and those to inspect: what is inspected has been learnt.
        public let isLeak: Bool
        /// The same picture is called good and defective.
        public let isContradiction: Bool
    }

    public struct LabelCount: Equatable, Sendable {
        /// Printable.
        public let label: String
        public let count: Int
    }

    public let reading: CategoryReading
    /// Parts to learn from that can be read.
    public internal(set) var learnable = 0
    /// Parts to inspect that can be read, by what they are called.
    public internal(set) var good = 0
    public internal(set) var defective = 0
    public internal(set) var unlabelled = 0
    /// Of the parts to inspect, also of those that cannot be read; sorted by label.
    public internal(set) var labels: [LabelCount] = []
    public internal(set) var masks = Masks()
    /// Why masks cannot be used: one printable line each.
    public internal(set) var maskProblems: [String] = []
    /// How many pictures have each size, the commonest first.
    public internal(set) var sizes: [(size: PictureSize, count: Int)] = []
    public internal(set) var formats: [(format: PictureFormat, count: Int)] = []
    /// Pictures that cannot be read: one printable line each.
    public internal(set) var unreadable: [String] = []
    public internal(set) var duplicates: [Duplicates] = []

    /// Reads every file of the category.
    /// - Parameter progress: share of the work done, 0…1; called from the calling thread.
    /// - Throws: `CancellationError`.
    public init(
        _ reading: CategoryReading, progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws {
        self.reading = reading
        let category = reading.category
        let parts = category.calibrationParts + category.parts
        let crew = Crew(Array(0..<max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
        var facts: [PartFacts] = []
        let batch = 32
        while facts.count < parts.count {
            if isCancelled() { throw CancellationError() }
            let start = facts.count
            let read = crew.map(min(batch, parts.count - start)) { _, i in PartFacts(parts[start + i]) }
            for result in read { facts.append(try result.get()) }
            progress(Double(facts.count) / Double(parts.count))
        }
        count(parts, facts, learning: category.calibrationParts.count)
        findDuplicates(parts, facts, learning: category.calibrationParts.count)
    }

    private mutating func count(_ parts: [Part], _ facts: [PartFacts], learning: Int) {
        var (named, sized, formatted) = ([String: Int](), [PictureSize: Int](), [PictureFormat: Int]())
        for (i, (part, fact)) in zip(parts, facts).enumerated() {
            if i >= learning, let label = part.label { named[label.printable, default: 0] += 1 }
            if let problem = fact.problem {
                unreadable.append(problem)
                continue
            }
            if let size = fact.size { sized[size, default: 0] += 1 }
            if let format = fact.format { formatted[format, default: 0] += 1 }
            switch (i < learning, part.isDefective) {
            case (true, _): learnable += 1
            case (_, nil): unlabelled += 1
            case (_, false?): good += 1
            case (_, true?):
                defective += 1
                count(fact.outline)
            }
        }
        labels = named.map { LabelCount(label: $0.key, count: $0.value) }.sorted { $0.label < $1.label }
        let bySize = sized.sorted { ($1.value, $0.key.width, $0.key.height) < ($0.value, $1.key.width, $1.key.height) }
        sizes = bySize.map { ($0.key, $0.value) }
        formats = formatted.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
            .map { ($0.key, $0.value) }
    }

    private mutating func count(_ outline: PartFacts.Outline) {
        switch outline {
        case .none: masks.missing += 1
        case .sound: masks.sound += 1
        case .empty: masks.empty += 1
        case .faint(let line):
            masks.faint += 1
            maskProblems.append(line)
        case .ofAnotherSize(let line):
            masks.ofAnotherSize += 1
            maskProblems.append(line)
        case .unreadable(let line):
            masks.unreadable += 1
            maskProblems.append(line)
        }
    }

    private mutating func findDuplicates(_ parts: [Part], _ facts: [PartFacts], learning: Int) {
        var same: [SHA256Digest: [Int]] = [:]
        for (i, fact) in facts.enumerated() {
            if let digest = fact.digest { same[digest, default: []].append(i) }
        }
        for places in same.values.filter({ $0.count > 1 }).sorted(by: { $0[0] < $1[0] }) {
            let isLeak = places.contains { $0 < learning } && places.contains { $0 >= learning }
            let called = Set(places.compactMap { parts[$0].isDefective })
            duplicates.append(
                Duplicates(
                    names: places.map { parts[$0].name.printable }, isLeak: isLeak, isContradiction: called.count == 2))
        }
    }
}
