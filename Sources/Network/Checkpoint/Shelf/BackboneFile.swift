import Disk
import SystemPackage

/// What a backbone on the shelf says of itself.
public struct BackboneFile: Equatable, Sendable {
    /// What `--backbone` calls it.
    public let name: String
    public let place: BackboneSource
    public let architecture: String
    /// Where its weights come from, and their licence; `unknown` where the file does not say.
    public let source: String
    public let licence: String
    /// SHA-256 of the file: the fingerprint that calibrations keep.
    public let digest: SHA256Digest
    /// Numbers in its tensors.
    public let parameters: Int

    /// Reads and checks a native checkpoint.
    /// - Throws: `NetworkError` when the file is damaged, of no known architecture, or not whole.
    public init(name: String, _ place: BackboneSource) throws(NetworkError) {
        let path = place.path
        let checkpoint = try place.read()
        let word = checkpoint.metadata["architecture"] ?? "none"
        guard let digest = checkpoint.digest, let architecture = Architecture.named(word) else {
            throw NetworkError(
                .unknown, path, "its architecture, \(word.printable), is not known; import the weights again")
        }
        do {
            try checkpoint.validate(against: architecture)
        } catch {
            throw NetworkError(error.code, path, error.message)
        }
        self.name = name
        self.place = place
        self.architecture = word
        source = checkpoint.metadata["source"] ?? "unknown"
        licence = checkpoint.metadata["licence"] ?? "unknown"
        self.digest = digest
        parameters = checkpoint.tensors.values.reduce(0) { $0 + $1.values.count }
    }
}
