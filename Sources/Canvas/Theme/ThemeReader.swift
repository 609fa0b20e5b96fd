import Disk
import TOML

/// Turns a TOML document into a theme.
struct ThemeReader {
    let document: TOMLDocument
    let file: String
    private(set) var notices: [String] = []
    private var palette: [String: RGB] = [:]

    init(document: TOMLDocument, file: String) {
        self.document = document
        self.file = file
    }

    mutating func theme(name fallback: String) throws(ThemeError) -> Theme {
        for key in document.root.keys.sorted()
        where !["name", "description", "background", "heat", "palette", "roles"].contains(key) {
            notice([key], "\(Self.quoted(key)) is nothing a theme has; ignored")
        }
        let name = try name(fallback)
        let summary = String((try text("description") ?? "").printable.prefix(120))
        palette = try readPalette()
        let background = try text("background").map { (text) throws(ThemeError) in try colour(text, ["background"]) }
        let heat = try readHeat()
        var styles = try readRoles()
        complete(&styles, on: background)
        return Theme(name: name, summary: summary, background: background, heat: heat, styles: styles)
    }

    /// Gives a colour to roles that have none, and a look to roles that are missing.
    private func complete(_ styles: inout [Theme.Role: Style], on background: RGB?) {
        let ink = styles[.text]?.foreground ?? Theme.graphite[.text].foreground
        for role in styles.keys where styles[role]?.foreground == nil { styles[role]?.foreground = ink }
        if styles[.selection] == nil {
            styles[.selection] = background.map { Self.selection(on: $0, ink: ink) } ?? Theme.graphite[.selection]
        }
        let grounds = [background, styles[.selection]?.background]
        for role in Theme.Role.allCases where styles[role] == nil {
            var style = Theme.graphite[role]
            for case let ground? in grounds {
                let isRead = style.foreground.map { Contrast.ratio($0, ground) >= Contrast.limit(for: role) } ?? true
                if !isRead { style.foreground = ink }
            }
            styles[role] = style
        }
    }

    /// As little of the text's colour in the ground as shows, so that the text is still read on it.
    private static func selection(on background: RGB, ink: RGB?) -> Style {
        guard let ink else { return Style(reverse: true) }
        var share: Float = 0.01
        while share < 0.3, Contrast.ratio(background, background.mixed(with: ink, share: share)) < 1.3 { share += 0.01 }
        return Style(foreground: ink, background: background.mixed(with: ink, share: share))
    }

    private func name(_ fallback: String) throws(ThemeError) -> String {
        guard let name = try text("name") else { return String(fallback.printable.prefix(40)) }
        let allowed = name.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard allowed, (1...40).contains(name.utf8.count) else {
            throw error(.name, ["name"], "a name has 1 to 40 letters, digits, - and _")
        }
        return name
    }

    private func readHeat() throws(ThemeError) -> HeatColours {
        guard let text = try text("heat") else { return .ember }
        guard let heat = HeatColours(rawValue: text) else {
            let choices = HeatColours.allCases.map(\.rawValue).joined(separator: ", ")
            throw error(.name, ["heat"], "there are no heat colours \(Self.quoted(text)); choose of \(choices)")
        }
        return heat
    }

    private func readPalette() throws(ThemeError) -> [String: RGB] {
        var palette: [String: RGB] = [:]
        for (name, item) in try table("palette") {
            guard case .string(let text) = item else {
                throw error(
                    .kind, ["palette", name], "\(Self.quoted(name)) is \(item.kind); write a colour like \"#78C88C\"")
            }
            guard let colour = RGB(hex: text) else {
                throw error(
                    .colour, ["palette", name], "\(Self.quoted(text)) is no colour; write it like \"#78C88C\"")
            }
            palette[name] = colour
        }
        return palette
    }

    private mutating func readRoles() throws(ThemeError) -> [Theme.Role: Style] {
        var styles: [Theme.Role: Style] = [:]
        // In the order of the file, so that the first mistake is the one that is told.
        let items = try table("roles").sorted { line(["roles", $0.key]) < line(["roles", $1.key]) }
        for (name, item) in items {
            guard let role = Theme.Role(rawValue: name) else {
                notice(["roles", name], "no role is called \(Self.quoted(name)); ignored")
                continue
            }
            styles[role] = try style(item, of: name)
        }
        return styles
    }

    private mutating func style(_ item: TOMLItem, of role: String) throws(ThemeError) -> Style {
        let path = ["roles", role]
        switch item {
        case .string(let text): return Style(foreground: try colour(text, path))
        case .table(let parts):
            var style = Style()
            for (key, part) in parts.sorted(by: { $0.key < $1.key }) {
                switch (key, part) {
                case ("fg", .string(let text)): style.foreground = try colour(text, path + [key])
                case ("bg", .string(let text)): style.background = try colour(text, path + [key])
                case ("bold", .flag(let flag)): style.bold = flag
                case ("dim", .flag(let flag)): style.dim = flag
                case ("underline", .flag(let flag)): style.underline = flag
                case ("reverse", .flag(let flag)): style.reverse = flag
                case ("fg", _), ("bg", _):
                    throw error(
                        .kind, path + [key], "\(role)'s \(key) is \(part.kind); write a colour like \"#78C88C\"")
                case ("bold", _), ("dim", _), ("underline", _), ("reverse", _):
                    throw error(.kind, path + [key], "\(role)'s \(key) is \(part.kind); write true or false")
                default:
                    notice(
                        path + [key],
                        "\(role) has \(Self.quoted(key)), and fg, bg, bold, dim, underline, reverse are all; ignored")
                }
            }
            return style
        default:
            throw error(
                .kind, path, "\(role) is \(item.kind); write a colour, or { fg = \"#78C88C\", bold = true }")
        }
    }

    private func colour(_ text: String, _ path: [String]) throws(ThemeError) -> RGB {
        if let colour = palette[text] ?? RGB(hex: text) { return colour }
        throw error(
            .colour, path, "\(Self.quoted(text)) is neither in [palette] nor a colour like \"#78C88C\"")
    }

    private func text(_ key: String) throws(ThemeError) -> String? {
        switch document.root[key] {
        case nil: return nil
        case .string(let text)?: return text
        case let item?: throw error(.kind, [key], "\(key) is \(item.kind); write a text in \"quotes\"")
        }
    }

    private func table(_ key: String) throws(ThemeError) -> [String: TOMLItem] {
        switch document.root[key] {
        case nil: return [:]
        case .table(let table)?: return table
        case let item?: throw error(.kind, [key], "\(key) is \(item.kind); begin a table with [\(key)]")
        }
    }

    private func line(_ path: [String]) -> Int { document.line(path) ?? 0 }

    private func error(_ code: ThemeError.Code, _ path: [String], _ message: String) -> ThemeError {
        ThemeError(code, file, line: document.line(path), message)
    }

    private mutating func notice(_ path: [String], _ message: String) {
        // A file of nothing but strange keys should not fill the screen.
        guard notices.count < 20 else { return }
        notices.append("\(file):\(document.line(path).map { "\($0):" } ?? "") \(message)")
    }

    private static func quoted(_ text: String) -> String {
        "\"\(String(text.prefix(40)).printable)\(text.count > 40 ? "…" : "")\""
    }
}
