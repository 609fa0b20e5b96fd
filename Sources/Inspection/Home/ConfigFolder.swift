import SystemPackage

/// Where a person keeps what they set and drew themselves: `$XDG_CONFIG_HOME/touchstone`, else `~/.config/touchstone`.
/// Touchstone reads there and never writes.
public struct ConfigFolder: Equatable, Sendable {
    public let path: FilePath

    public init(_ path: FilePath) { self.path = path }

    /// - Parameter environment: looks up a variable.
    /// - Returns: nil where nothing says where it is; the defaults are in force then.
    public static func resolve(environment: (String) -> FilePath? = Home.variable) -> ConfigFolder? {
        // The XDG base directory specification has relative paths ignored.
        if let config = environment("XDG_CONFIG_HOME"), config.isAbsolute {
            return ConfigFolder(config.appending("touchstone"))
        }
        guard let home = environment("HOME"), home.isAbsolute else { return nil }
        return ConfigFolder(home.appending(".config/touchstone"))
    }

    public var settings: FilePath { path.appending("config.toml") }
    public var themes: FilePath { path.appending("themes") }
}
