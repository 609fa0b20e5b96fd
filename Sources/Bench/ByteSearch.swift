/// Whether a word has come by in a stream of bytes that arrives in pieces.
package struct ByteSearch: Sendable {
    private let word: [UInt8]
    private var kept: [UInt8] = []
    package private(set) var isFound = false

    package init(_ word: String) { self.word = Array(word.utf8) }

    /// - Returns: whether the word is among the bytes so far.
    package mutating func has(in piece: ArraySlice<UInt8>) -> Bool {
        guard !isFound else { return true }
        let all = kept + piece
        if all.count >= word.count {
            isFound = (0...all.count - word.count).contains { all[$0..<$0 + word.count].elementsEqual(word) }
        }
        kept = Array(all.suffix(max(0, word.count - 1)))
        return isFound
    }
}
