extension Theme {
    /// A theme file that the program carries.
    public struct Shipped: Sendable {
        /// Its file's name in `Themes/` without the ending.
        public let name: String
        public let source: [UInt8]
    }

    /// The files of `Themes/`, the default first. They are part of the program, which so may be moved anywhere.
    public static let shipped: [Shipped] = [
        Shipped(name: "graphite", source: PackageResources.graphite_toml),
        Shipped(name: "daylight", source: PackageResources.daylight_toml),
        Shipped(name: "contrast", source: PackageResources.contrast_toml),
        Shipped(name: "blue-orange", source: PackageResources.blue_orange_toml),
        Shipped(name: "lagoon", source: PackageResources.lagoon_toml),
        Shipped(name: "parchment", source: PackageResources.parchment_toml),
        Shipped(name: "amber", source: PackageResources.amber_toml),
        Shipped(name: "phosphor", source: PackageResources.phosphor_toml),
    ]

    /// The themes that come with the station, the default first; read when first asked for.
    public static let builtIn: [Theme] = {
        var themes: [Theme] = []
        for file in shipped {
            if let read = try? ThemeFile(file.source, file: "\(file.name).toml", name: file.name) {
                themes.append(read.theme)
            }
        }
        return themes.isEmpty ? [.graphite] : themes
    }()

    /// Dark text on a pale ground.
    public static var daylight: Theme { builtIn.first { $0.name == "daylight" } ?? .graphite }
}
