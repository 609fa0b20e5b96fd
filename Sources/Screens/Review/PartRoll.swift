/// The parts that a person leafs through, in their order: what the filter lets through, sorted.
///
/// Entries are kept sorted by their keys, so a part's place is found by bisection, and one that comes, goes or gets its
/// score moves no other. Whoever looks at a part holds on to the part and not to its place.
public struct PartRoll: Equatable, Sendable {
    /// What a part is sorted by: the group, then the key upwards, then the part's index.
    struct Entry: Equatable, Sendable {
        /// 0 NOT INSPECTED, 1 scored, 2 waiting.
        let group: Int8
        let key: Float
        let part: Int32

        func comesBefore(_ other: Entry) -> Bool {
            (group, key, part) < (other.group, other.key, other.part)
        }
    }

    /// In their order.
    private(set) var entries: [Entry] = []
    /// By part; `nil` where it is not let through.
    private var shown: [Entry?]

    init(parts: Int) { shown = Array(repeating: nil, count: parts) }

    /// O(n log n), for a new filter or sort.
    init(_ wanted: [Entry?]) {
        shown = wanted
        entries = wanted.compactMap { $0 }.sorted { $0.comesBefore($1) }
    }

    public var count: Int { entries.count }
    public var isEmpty: Bool { entries.isEmpty }

    /// The part at a place, 0 ..< count.
    public subscript(place: Int) -> Int { Int(entries[place].part) }

    func contains(_ part: Int) -> Bool { shown[part] != nil }

    /// Where an entry stands, or would: O(log n).
    func place(of entry: Entry) -> Int { entries.partitioningIndex { !$0.comesBefore(entry) } }

    /// The part's entry is another now, or none: O(log n) and a shift of the rest.
    mutating func update(_ part: Int, to entry: Entry?) {
        guard shown[part] != entry else { return }
        if let old = shown[part] { entries.remove(at: place(of: old)) }
        shown[part] = entry
        if let entry { entries.insert(entry, at: place(of: entry)) }
    }

    /// Many at once: O(n + k log k).
    mutating func update(_ changes: [(part: Int, entry: Entry?)]) {
        guard changes.count > 8 else {
            for change in changes { update(change.part, to: change.entry) }
            return
        }
        var fresh: [Entry] = []
        for (part, entry) in changes {
            shown[part] = nil
            if let entry { fresh.append(entry) }
        }
        let kept = entries.filter { shown[Int($0.part)] != nil }
        fresh.sort { $0.comesBefore($1) }
        for entry in fresh { shown[Int(entry.part)] = entry }
        entries = []
        entries.reserveCapacity(kept.count + fresh.count)
        var (i, j) = (0, 0)
        while i < kept.count || j < fresh.count {
            if j == fresh.count || i < kept.count && kept[i].comesBefore(fresh[j]) {
                entries.append(kept[i])
                i += 1
            } else {
                entries.append(fresh[j])
                j += 1
            }
        }
    }
}
