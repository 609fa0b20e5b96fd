import Disk
import SystemPackage

/// All that a training needs to go on bit for bit, as a file: a safetensors file of single precision that carries the
/// SHA-256 of its own bytes among its words, so that one that was torn or has rotted is never gone on from.
package struct TrainingState {
    package var steps: Int
    /// What has to be the same for the training to go on, by names for people: `batch`, `optimiser`, …
    package var terms: [String: String]
    /// Words of whoever trains.
    package var metadata: [String: String]
    package var tensors: [String: Tensor]

    package init(steps: Int, terms: [String: String], metadata: [String: String], tensors: [String: Tensor]) {
        self.steps = steps
        self.terms = terms
        self.metadata = metadata
        self.tensors = tensors
    }

    private enum Word {
        static let steps = "training.steps"
        static let digest = "training.sha256"
        static let term = "training.term."
        static let all = "training."
    }
    /// Stands in place of the digest while it is computed.
    private static let noDigest = String(repeating: "0", count: 64)

    /// The file's bytes.
    /// - Precondition: no word of `metadata` begins with `training.`.
    package var bytes: [UInt8] {
        precondition(metadata.keys.allSatisfy { !$0.hasPrefix(Word.all) }, "these words are the state's own")
        var words = metadata
        words[Word.steps] = "\(steps)"
        words[Word.digest] = Self.noDigest
        for (name, value) in terms { words[Word.term + name] = value }
        var bytes = Checkpoint(metadata: words, tensors: tensors).safetensors
        let digest = SHA256Digest(hashing: bytes)
        guard let place = Self.digestPlace(bytes) else { preconditionFailure("the header holds every word") }
        bytes.replaceSubrange(place, with: Array(digest.description.utf8))
        return bytes
    }

    /// Puts the file in its place when it is on the disk whole; until then, and where that fails, what stood there stays.
    package func write(to path: FilePath) throws(NetworkError) {
        for (name, tensor) in tensors where !tensor.values.allSatisfy(\.isFinite) {
            throw NetworkError(.notFinite, path, "not written: \(name) holds a number that is infinite or none")
        }
        do {
            try path.writeAtomically(bytes)
        } catch {
            throw NetworkError(.disk, path, error.message)
        }
    }

    package static func read(from path: FilePath) throws(NetworkError) -> TrainingState {
        let bytes = try Checkpoint.contents(path)
        guard let place = digestPlace(bytes) else {
            throw NetworkError(.malformed, path, "is no state of a training; give one that a training has saved")
        }
        let digest = SHA256Stream()
        bytes.withUnsafeBytes { digest.add(UnsafeRawBufferPointer(rebasing: $0[..<place.lowerBound])) }
        Array(noDigest.utf8).withUnsafeBytes { digest.add($0) }
        bytes.withUnsafeBytes { digest.add(UnsafeRawBufferPointer(rebasing: $0[place.upperBound...])) }
        let damaged = NetworkError(
            .malformed, path, "is damaged: it is not what was saved; put back a copy of it, or begin the training anew")
        guard Array(digest.finish().description.utf8) == Array(bytes[place]) else { throw damaged }
        let checkpoint = try Checkpoint.parseSafetensors(bytes, path)
        guard let steps = checkpoint.metadata[Word.steps].flatMap({ Int($0) }), steps >= 0 else { throw damaged }
        var state = TrainingState(steps: steps, terms: [:], metadata: [:], tensors: checkpoint.tensors)
        for (word, value) in checkpoint.metadata {
            if word.hasPrefix(Word.term) {
                state.terms[String(word.dropFirst(Word.term.count))] = value
            } else if !word.hasPrefix(Word.all) {
                state.metadata[word] = value
            }
        }
        return state
    }

    /// Where the digest's 64 digits stand. Quotation marks within a word are escaped, so its name stands nowhere else.
    private static func digestPlace(_ bytes: [UInt8]) -> Range<Int>? {
        let key = Array("\"\(Word.digest)\":\"".utf8)
        let end = min(bytes.count, 8 + Checkpoint.headerLimit)
        var start = 8
        while start + key.count + 64 <= end {
            if bytes[start] == key[0], bytes[start..<start + key.count].elementsEqual(key) {
                return start + key.count..<start + key.count + 64
            }
            start += 1
        }
        return nil
    }
}
