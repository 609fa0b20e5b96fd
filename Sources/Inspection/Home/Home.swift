import Disk
import Network
import SystemPackage

#if canImport(Glibc)
import Glibc
#endif

/// Where Touchstone keeps its state: `--home DIR`, else `$XDG_DATA_HOME/touchstone`, else
/// `~/.local/share/touchstone`. Folders are made when something is about to be written.
public struct Home: Equatable, Sendable {
    public let path: FilePath

    public init(_ path: FilePath) { self.path = path }

    /// - Parameters:
    ///   - given: what `--home` says.
    ///   - environment: looks up a variable.
    /// - Throws: `InspectionError.noHome` where nothing says where the home is.
    public static func resolve(
        _ given: FilePath?, environment: (String) -> FilePath? = Home.variable
    ) throws(InspectionError) -> Home {
        if let given {
            guard !given.isEmpty else { throw InspectionError(.noHome, "--home", "needs the name of a folder") }
            return Home(given)
        }
        // The XDG base directory specification has relative paths ignored.
        if let data = environment("XDG_DATA_HOME"), data.isAbsolute { return Home(data.appending("touchstone")) }
        guard let home = environment("HOME"), home.isAbsolute else {
            throw InspectionError(.noHome, "HOME", "is not set; say with --home DIR where state is to be kept")
        }
        return Home(home.appending(".local/share/touchstone"))
    }

    public static func variable(_ name: String) -> FilePath? {
        getenv(name).flatMap { $0.pointee == 0 ? nil : FilePath(platformString: $0) }
    }

    public var ledger: FilePath { path.appending("ledger.sqlite") }
    public var scores: FilePath { path.appending("scores.sqlite") }
    public var calibrations: FilePath { path.appending("calibrations") }
    public var backbones: BackboneShelf { BackboneShelf(path.appending("backbones")) }
    public var log: FilePath { path.appending("log").appending("touchstone.log") }

    /// Makes the home's own folder.
    /// - Throws: `InspectionError`, one line that says what to do.
    public func make() throws(InspectionError) {
        do {
            try path.makeFolder()
        } catch where error.code == .readOnly || error.code == .permissionDenied {
            throw InspectionError(
                .readOnly, error.path, "nothing can be written there; choose another place with --home")
        } catch {
            throw InspectionError(error)
        }
    }

    /// Opens the ledger, making the home if need be.
    public func openLedger(access: Ledger.Access = .readWrite) throws(InspectionError) -> Ledger {
        if access == .readWrite || ledger.kind == .missing { try make() }
        return try Ledger.open(ledger, access: access)
    }

    /// Opens the score cache, making the home if need be.
    public func openScores() throws(InspectionError) -> ScoreCache {
        try make()
        return try ScoreCache.open(scores)
    }
}
