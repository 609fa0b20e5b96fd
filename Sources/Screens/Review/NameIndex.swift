import Disk
import Inspection

/// The names of a category's parts, spelt for looking something up: printable, lower case, one after the other in one
/// run of bytes. Made when somebody first looks for a name; looking through 20,000 takes about a millisecond.
struct NameIndex: Equatable, Sendable {
    private var bytes: [UInt8] = []
    /// Where the names begin; one more than there are names.
    private var starts: [Int] = [0]

    init(_ parts: [Part]) {
        starts.reserveCapacity(parts.count + 1)
        for part in parts {
            bytes += Self.spelt("\(part.name.printable) \(part.label?.printable ?? "")")
            starts.append(bytes.count)
        }
    }

    private static func spelt(_ text: String) -> [UInt8] { Array(text.lowercased().utf8) }

    /// For each part whether its name or label has the text in it.
    func matches(_ text: String) -> [Bool] {
        let wanted = Self.spelt(text)
        var found = [Bool](repeating: false, count: starts.count - 1)
        forEachHit(wanted) { part, _ in
            found[part] = true
            return true
        }
        return found
    }

    /// Parts with the text in their names, those first in which it stands at the beginning of a word, at most `limit`.
    func parts(with text: String, limit: Int) -> [Int] {
        let wanted = Self.spelt(text)
        var (atWord, elsewhere): ([Int], [Int]) = ([], [])
        forEachHit(wanted) { part, isWord in
            if isWord { atWord.append(part) } else if elsewhere.count < limit { elsewhere.append(part) }
            return atWord.count < limit
        }
        return Array((atWord + elsewhere).prefix(limit))
    }

    private func forEachHit(_ wanted: [UInt8], _ body: (_ part: Int, _ isWord: Bool) -> Bool) {
        bytes.withUnsafeBufferPointer { bytes in
            for part in 0..<starts.count - 1 {
                let (start, end) = (starts[part], starts[part + 1])
                guard let at = Self.find(wanted, bytes, start, end) else { continue }
                let before = at > start ? bytes[at - 1] : UInt8(ascii: "/")
                let isWord = [UInt8(ascii: "/"), UInt8(ascii: " "), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(before)
                guard body(part, isWord) else { return }
            }
        }
    }

    private static func find(_ wanted: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
        guard let first = wanted.first else { return start }
        var at = start
        while at + wanted.count <= end {
            if bytes[at] == first {
                var k = 1
                while k < wanted.count, bytes[at + k] == wanted[k] { k += 1 }
                if k == wanted.count { return at }
            }
            at += 1
        }
        return nil
    }
}
