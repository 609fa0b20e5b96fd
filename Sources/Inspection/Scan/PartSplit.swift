import Disk

/// Divides good parts for which nobody published a division: the same on every machine, and for the most part the same
/// when parts are added.
public struct PartSplit: Hashable, Sendable {
    /// Of the good parts, to learn from, 0…1; the rest is inspected.
    public var share: Double
    public var seed: UInt64

    /// The share is that of the papers on magnetic tiles (80 %).
    public static let standard = PartSplit()

    /// - Precondition: 0 ≤ share ≤ 1.
    public init(share: Double = 0.8, seed: UInt64 = 1024) {
        precondition((0...1).contains(share))
        self.share = share
        self.seed = seed
    }

    /// Orders groups by the SHA-256 of the seed and their name, and takes them until there are `share` of the parts.
    /// - Parameter group: parts of one group (pictures of one item) stay together; by default each is its own.
    func divide(
        _ parts: [Part], group: (Part) -> [UInt8] = { $0.name.bytes }
    ) -> (learnt: [Part], inspected: [Part]) {
        let key = withUnsafeBytes(of: seed.littleEndian) { Array($0) }
        var groups: [[UInt8]: [Part]] = [:]
        for part in parts { groups[group(part), default: []].append(part) }
        let order = groups.keys.map { ($0, SHA256Digest(hashing: key + $0)) }.sorted { $0.1 < $1.1 }
        let wanted = Int((share * Double(parts.count)).rounded())
        var learnt: [Part] = []
        var inspected: [Part] = []
        for (name, _) in order {
            if learnt.count < wanted { learnt += groups[name] ?? [] } else { inspected += groups[name] ?? [] }
        }
        return (learnt.inByteOrder, inspected.inByteOrder)
    }

    /// What was done, for people.
    func statement(learnt: Int, of all: Int, together: String = "") -> String {
        let percent = (share * 1000).rounded() / 10
        let text = percent == percent.rounded() ? "\(Int(percent))" : "\(percent)"
        return
            "no split is published: \(text) % of the \(all) good parts, \(learnt) chosen by seed \(seed)\(together), "
            + "are learnt from, \(all - learnt) are inspected"
    }
}

extension [Part] {
    /// Sorted by the bytes of the names, so that the order is the same on every machine.
    var inByteOrder: [Part] {
        map { ($0.name.bytes, $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
    }
}
