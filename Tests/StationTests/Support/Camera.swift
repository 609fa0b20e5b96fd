import Foundation

/// Writes pictures into a folder as cameras and the programs behind them do.
final class Camera {
    let folder: URL
    let pictures: [Picture]
    /// Open, with what is missing yet.
    private var unfinished: [(file: FileHandle, rest: Data)] = []

    struct Picture {
        let name: String
        let bytes: Data
    }

    private enum Manner: CaseIterable {
        case atOnce
        /// In several writes, while others come.
        case slowly
        /// Under a hidden name until it is whole.
        case hidden
        /// Under the name of another kind of file until it is whole.
        case partial
        /// Whole, and the same bytes once more in the same file.
        case twice
        /// Whole, and a new file with the same bytes put in its place.
        case replaced
    }

    init(_ pictures: [Picture], into folder: URL) throws {
        (self.pictures, self.folder) = (pictures, folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Writes the pictures of `range`, each in a manner of its own, as fast as the disk takes them. What comes slowly is
    /// left half written.
    func burst(_ range: Range<Int>) throws {
        for index in range {
            let picture = pictures[index]
            switch Manner.allCases[index % Manner.allCases.count] {
            case .atOnce, .twice: try picture.bytes.write(to: place(picture.name))
            case .slowly: try begin(picture)
            case .hidden: try write(picture, under: ".\(picture.name)")
            case .partial, .replaced: try write(picture, under: "\(picture.name).part")
            }
        }
        for index in range {
            let picture = pictures[index]
            switch Manner.allCases[index % Manner.allCases.count] {
            case .twice: try picture.bytes.write(to: place(picture.name))
            case .replaced: try write(picture, under: ".again-\(picture.name)")
            default: break
            }
        }
    }

    /// Writes what has been left half written to its end, in `steps`.
    func finish(steps: Int = 3) throws {
        for step in 1...steps {
            for index in unfinished.indices {
                let rest = unfinished[index].rest
                let count = step == steps ? rest.count : rest.count / 2
                try unfinished[index].file.write(contentsOf: rest.prefix(count))
                unfinished[index].rest = rest.dropFirst(count)
            }
        }
        for (file, _) in unfinished { try file.close() }
        unfinished = []
    }

    private func begin(_ picture: Picture) throws {
        let half = picture.bytes.count / 2
        try Data().write(to: place(picture.name))
        let file = try FileHandle(forWritingTo: place(picture.name))
        try file.write(contentsOf: picture.bytes.prefix(half))
        unfinished.append((file, picture.bytes.dropFirst(half)))
    }

    private func write(_ picture: Picture, under name: String) throws {
        try picture.bytes.write(to: place(name))
        try moveOver(place(name), place(picture.name))
    }

    private func place(_ name: String) -> URL { folder.appendingPathComponent(name) }

    struct NotMoved: Error { let name: String }

    /// `rename(2)`, which replaces.
    private func moveOver(_ old: URL, _ new: URL) throws {
        guard rename(old.path, new.path) == 0 else { throw NotMoved(name: new.path) }
    }
}
