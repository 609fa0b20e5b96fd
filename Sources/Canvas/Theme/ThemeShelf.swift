import Disk
import SystemPackage
import TOML

/// The themes to choose from: those that come with the station, and the files of a folder of the person's own.
public struct ThemeShelf: Sendable {
    public enum Origin: Equatable, Sendable {
        case builtIn
        case user(FilePath)
    }

    public struct Entry: Equatable, Sendable {
        /// The theme's name; of a broken one the name of its file without the ending, printable.
        public let name: String
        public let origin: Origin
        /// nil when it is broken.
        public let theme: Theme?
        public let problem: ThemeError?
        /// What in it was passed over.
        public let notices: [String]
    }

    /// Built-in ones first, the default before all, then the person's own by name. No two that can be used have the
    /// same name: a person's own stands in the place of the one that it is named after.
    public let entries: [Entry]

    /// What is wrong with the folder itself, in one line.
    public let problem: String?

    /// More files than this are left alone.
    public static let limit = 200

    /// Reads the themes.
    /// - Parameter folder: where the person's own lie, as `*.toml`; need not be there.
    public init(folder: FilePath?) {
        var entries = Theme.builtIn.map {
            Entry(name: $0.name, origin: .builtIn, theme: $0, problem: nil, notices: [])
        }
        var problem: String?
        if let folder, folder.kind != .missing {
            do {
                let files = try folder.list().filter { $0.extension == "toml" }.prefix(Self.limit)
                var own = files.map { Self.read(folder.appending($0)) }
                own.sort { $0.name < $1.name }
                for entry in own {
                    if entry.theme != nil, let same = entries.firstIndex(where: { $0.name == entry.name }) {
                        entries[same] = entry
                    } else {
                        entries.append(entry)
                    }
                }
            } catch {
                problem = error.description
            }
        }
        self.entries = entries
        self.problem = problem
    }

    /// The themes that can be used, in the order of `entries`.
    public var themes: [Theme] {
        var themes: [Theme] = []
        for entry in entries { if let theme = entry.theme { themes.append(theme) } }
        return themes
    }

    /// The theme of that name, or the default and one line that says why.
    public func choose(_ name: String?) -> (theme: Theme, problem: String?) {
        let standing = themes.first ?? .graphite
        guard let name else { return (standing, nil) }
        if let theme = themes.first(where: { $0.name == name }) {
            // A broken file that was meant to take this one's place.
            let broken = entries.first { $0.name == name && $0.theme == nil }
            return (theme, broken.flatMap { $0.problem?.description })
        }
        if let broken = entries.first(where: { $0.name == name }), let problem = broken.problem {
            return (standing, "\(problem); \(standing.name) is shown instead")
        }
        let asked = String(name.prefix(40)).printable
        return (
            standing, "no theme is called \"\(asked)\"; \(standing.name) is shown instead (see touchstone themes)"
        )
    }

    /// Reads one file.
    public static func read(_ path: FilePath) -> Entry {
        let stem = FilePath(bytes: Array((path.lastComponent?.stem ?? "theme").utf8)).printable
        let name = String(stem.prefix(40))
        do {
            let file = try ThemeFile(
                try path.readAll(limit: TOMLDocument.limit), file: path.printable, name: name)
            return Entry(
                name: file.theme.name, origin: .user(path), theme: file.theme, problem: nil, notices: file.notices)
        } catch let problem as ThemeError {
            return Entry(name: name, origin: .user(path), theme: nil, problem: problem, notices: [])
        } catch let error as DiskError {
            return Entry(
                name: name, origin: .user(path), theme: nil,
                problem: ThemeError(.unreadable, error.path.printable, error.message), notices: [])
        } catch {
            return Entry(
                name: name, origin: .user(path), theme: nil,
                problem: ThemeError(.unreadable, path.printable, "\(error)".printable), notices: [])
        }
    }
}
