import Disk
import SystemPackage

/// Where compiled terminal descriptions lie, in the order ncurses looks (terminfo(5)).
enum DescriptionSearch {
    private static let largest = 32_768

    /// The installed description of `term`, or nil when there is none in a folder.
    static func find(_ term: String, environment: [String: String]) -> CompiledDescription? {
        // The name becomes part of a path.
        guard let first = term.utf8.first, !term.contains("/"), term != ".", term != ".." else { return nil }
        let hex = String(first, radix: 16)
        for folder in folders(environment) {
            for section in [String(Character(Unicode.Scalar(first))), hex] {
                let path = FilePath(folder).appending(section).appending(term)
                if let bytes = try? path.readAll(limit: largest), let found = CompiledDescription(bytes) {
                    return found
                }
            }
        }
        return nil
    }

    private static func folders(_ environment: [String: String]) -> [String] {
        var folders: [String] = []
        if let own = environment["TERMINFO"], own.hasPrefix("/") { folders.append(own) }
        if let home = environment["HOME"], !home.isEmpty { folders.append("\(home)/.terminfo") }
        let system = ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"]
        if let list = environment["TERMINFO_DIRS"] {
            // An empty place in the list stands for the system's folders.
            for folder in list.split(separator: ":", omittingEmptySubsequences: false) {
                folders += folder.isEmpty ? system : [String(folder)]
            }
        }
        return folders + system
    }
}
