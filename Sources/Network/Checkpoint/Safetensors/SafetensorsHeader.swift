import Disk

/// The JSON at the start of a safetensors file, read by the letter of the format: nothing nests, nothing repeats, and
/// what the format does not name is refused.
struct SafetensorsHeader {
    struct Entry {
        let name: String
        let type: String
        let shape: [Int]
        /// Bytes in the data section.
        let offsets: Range<Int>
    }

    private(set) var metadata: [String: String] = [:]
    private(set) var entries: [Entry] = []

    /// More tensors than any network has: a bound on what a hostile header can make the reader keep.
    static let maximumEntries = 100_000

    /// - Throws: `JSONFault` with what was expected and the byte at which something else stood.
    init(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONFault) {
        var scanner = JSONScanner(bytes)
        var names: Set<String> = []
        try scanner.eachMember { (scanner, key) throws(JSONFault) in
            guard names.insert(key).inserted else { throw scanner.fault("the name \(key.printable) stands twice") }
            guard names.count <= Self.maximumEntries else { throw scanner.fault("too many tensors") }
            if key == "__metadata__" {
                try scanner.eachMember { (scanner, word) throws(JSONFault) in
                    guard metadata[word] == nil else {
                        throw scanner.fault("the metadata \(word.printable) stands twice")
                    }
                    metadata[word] = try scanner.string()
                }
            } else {
                entries.append(try Self.entry(key, &scanner))
            }
        }
        try scanner.end()
    }

    private static func entry(_ name: String, _ scanner: inout JSONScanner) throws(JSONFault) -> Entry {
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
        try scanner.eachMember { (scanner, key) throws(JSONFault) in
            switch key {
            case "dtype" where type == nil: type = try scanner.string()
            case "shape" where shape == nil: shape = try scanner.numbers(atMost: 8)
            case "data_offsets" where offsets == nil: offsets = try scanner.numbers(atMost: 2)
            default: throw scanner.fault("unexpected \(key.printable) in \(name.printable)")
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2 else {
            throw scanner.fault("\(name.printable) needs dtype, shape and two data_offsets")
        }
        guard offsets[0] <= offsets[1] else { throw scanner.fault("\(name.printable) ends before it begins") }
        return Entry(name: name, type: type, shape: shape, offsets: offsets[0]..<offsets[1])
    }
}
