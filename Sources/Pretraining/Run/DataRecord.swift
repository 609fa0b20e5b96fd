import Disk
import SystemPackage

/// What a training learnt from: every file with its digest, in the order in which samples are drawn from them.
public struct DataRecord: Equatable, Sendable {
    public struct File: Equatable, Sendable {
        /// What it is for: `parts`, `classes`, `start`.
        public let role: String
        /// Its class, where it has one.
        public let label: String?
        /// Where it lies, as the recipe writes its folder; printable.
        public let path: String
        public let digest: SHA256Digest

        public init(role: String, label: String? = nil, path: String, digest: SHA256Digest) {
            self.role = role
            self.label = label
            self.path = path
            self.digest = digest
        }
    }

    public let files: [File]

    public init(_ files: [File]) { self.files = files }

    /// One digest over all: of what every file is for, of its class and of its contents, but not of where it lies.
    public var digest: SHA256Digest {
        let lines = files.map { "\($0.role)\t\($0.label ?? "")\t\($0.digest)\n" }
        return SHA256Digest(hashing: Array(lines.joined().utf8))
    }

    /// A list that `sha256sum -c` reads beside the recipe.
    public var text: String {
        var text = "# \(files.count) files; sha256 of all: \(digest)\n"
        var role = ""
        for file in files {
            if file.role != role { text += "# \(file.role)\n" }
            role = file.role
            text += "\(file.digest)  \(file.path)\n"
        }
        return text
    }

    /// What is other than in the list of an earlier start, at most ten lines; empty where nothing is.
    func difference(from before: String) -> [String] {
        guard before != text else { return [] }
        // A file can be there as a part and as a class's picture.
        var old: [[String]: Substring] = [:]
        var role = ""
        for line in before.split(separator: "\n") {
            if line.hasPrefix("#") {
                role = String(line.dropFirst(2))
            } else if line.count > 66 {
                old[[role, String(line.dropFirst(66))]] = line.prefix(64)
            }
        }
        var lines: [String] = []
        for file in files {
            guard let digest = old.removeValue(forKey: [file.role, file.path]) else {
                lines.append("\(file.path) was not there before")
                continue
            }
            if digest != file.digest.description { lines.append("\(file.path) is another file than before") }
        }
        lines += old.keys.map { $0[1] }.sorted().map { "\($0) is missing now" }
        // The same files, but drawn in another order or as other classes.
        if lines.isEmpty { return ["the same files are in other places of the list now"] }
        let rest = lines.count - 10
        return rest > 0 ? Array(lines.prefix(10)) + ["and \(rest) more"] : lines
    }
}
