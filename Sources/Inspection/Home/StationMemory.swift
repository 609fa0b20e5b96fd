import Disk
import Foundation
import Logging
import SystemPackage

/// What the station goes back to when a folder is opened again, at `<home>/station.json`. It is a comfort: whatever is
/// wrong with the file, the station starts afresh and says so in the log alone.
///
/// A value: the screen's thread makes one, and whoever may wait for the disk writes it.
public struct StationMemory: Equatable, Sendable {
    /// Where the person was, in words of the screens; words that a screen does not know it leaves alone.
    public struct Visit: Equatable, Sendable {
        public var place: String?
        public var category: String?
        /// The part under the cursor: what it is, and its name below the category's folder as the file system has it.
        public var part: SHA256Digest?
        public var partName: FilePath?
        /// By place.
        public var filters: [String: String] = [:]
        public var sorts: [String: String] = [:]
        public var layer: String?
        public var theme: String?
        public var glyphs: String?

        public init() {}
    }

    /// Root folders, the one opened last before all.
    private(set) var roots: [(key: [UInt8], visit: Visit)] = []

    /// Root folders that are remembered; the one opened longest ago is forgotten first.
    public static let limit = 50

    public init() {}

    public static func == (a: StationMemory, b: StationMemory) -> Bool {
        a.roots.elementsEqual(b.roots) { $0.key == $1.key && $0.visit == $1.visit }
    }

    public var count: Int { roots.count }

    /// What is remembered of a folder that is opened.
    public func visit(to root: FilePath) -> Visit? {
        let key = Self.key(root)
        return roots.first { $0.key == key }?.visit
    }

    /// The theme and the glyphs of whichever folder was opened last: people mean the station by them, not the folder.
    public var last: Visit? { roots.first?.visit }

    public mutating func remember(_ visit: Visit, of root: FilePath) {
        let key = Self.key(root)
        roots.removeAll { $0.key == key }
        roots.insert((key, visit), at: 0)
        roots = Array(roots.prefix(Self.limit))
    }

    /// One more, older than all that are there.
    mutating func append(_ key: [UInt8], _ visit: Visit) { roots.append((key, visit)) }

    /// The folder itself, however it was called: absolute, without links and dots, where it exists.
    private static func key(_ root: FilePath) -> [UInt8] {
        guard let resolved = root.withPlatformString({ realpath($0, nil) }) else {
            return root.lexicallyNormalized().bytes
        }
        defer { free(resolved) }
        return FilePath(platformString: resolved).bytes
    }
}

extension Home {
    public var memory: FilePath { path.appending("station.json") }
}

extension StationMemory {
    /// Reads the file; empty where there is none, or none that can be used.
    public static func load(_ path: FilePath, log: Logger? = nil) -> StationMemory {
        guard path.kind != .missing else { return StationMemory() }
        do {
            return StationMemory(try JSONDecoder().decode(Record.self, from: Data(try path.readAll(limit: 1 << 20))))
        } catch let error as DiskError {
            log?.warning("where the station was left is forgotten: \(error)")
        } catch {
            // The decoder's own words are long, and quote the file.
            log?.warning(
                "\(path.printable): is damaged or newer; where the station was left is forgotten")
        }
        return StationMemory()
    }

    /// Writes the file as a whole or not at all. It waits for the disk, so never on the screen's thread.
    /// - Throws: `InspectionError`, one line.
    public func save(to path: FilePath) throws(InspectionError) {
        do {
            try path.removingLastComponent().makeFolder()
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            try path.writeAtomically(Array(try encoder.encode(record)))
        } catch let error as DiskError {
            throw InspectionError(error)
        } catch {
            throw InspectionError(.disk, path, "could not be written")
        }
    }

    /// Adds a visit to what the file holds by now, so that stations that are open side by side keep each other's.
    /// It waits for the disk, so never on the screen's thread.
    /// - Throws: `InspectionError`, one line.
    public static func keep(_ visit: Visit, of root: FilePath, at path: FilePath, log: Logger? = nil)
        throws(InspectionError)
    {
        var memory = load(path, log: log)
        memory.remember(visit, of: root)
        try memory.save(to: path)
    }
}
