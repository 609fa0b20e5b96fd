import TOML

/// What a theme file says.
public struct ThemeFile: Equatable, Sendable {
    public let theme: Theme
    /// What was passed over, one printable line each with the file and the line: keys and roles that nothing knows.
    public let notices: [String]

    /// Reads a theme: `name`, `description`, `background`, `heat`, `[palette]` and `[roles]`, as in
    /// `Themes/graphite.toml`. A role that is missing looks as it does in `Theme.graphite`, but in the text's colour
    /// where its own could not be read on this theme's background.
    /// - Parameters:
    ///   - bytes: the file's contents; at most `TOMLDocument.limit`.
    ///   - file: what to call the file in messages, printable.
    ///   - name: the theme's name where the file gives none, as a rule the file's name without its ending.
    /// - Throws: `ThemeError` with the line.
    public init(_ bytes: [UInt8], file: String, name: String) throws(ThemeError) {
        let document: TOMLDocument
        do {
            document = try TOMLDocument(bytes)
        } catch {
            throw ThemeError(.syntax, file, line: error.line, error.message)
        }
        var reader = ThemeReader(document: document, file: file)
        theme = try reader.theme(name: name)
        notices = reader.notices
    }
}
