import Canvas
import Disk
import SystemPackage
import Testing

@Suite struct ShippedThemeTests {
    /// `Themes/` at the top of the repository, found from this file.
    static let folder: FilePath? = {
        var path = FilePath(#filePath)
        while path.removeLastComponent() {
            if path.appending("Package.swift").kind == .file, path.appending("Themes").kind == .folder {
                return path.appending("Themes")
            }
        }
        return nil
    }()

    @Test func everyFileIsPartOfTheProgram() throws {
        let folder = try #require(Self.folder)
        let files = try folder.list().filter { $0.extension == "toml" }
        #expect(files.count >= 6)
        #expect(Set(files.map(\.stem)) == Set(Theme.shipped.map(\.name)))
        for theme in Theme.shipped {
            #expect(try folder.appending("\(theme.name).toml").readAll() == theme.source, "\(theme.name)")
        }
    }

    @Test func everyFileIsReadWithoutAWord() throws {
        for file in Theme.shipped {
            let read = try ThemeFile(file.source, file: file.name, name: "none")
            #expect(read.notices == [], "\(file.name)")
            #expect(read.theme.name == file.name)
            #expect(!read.theme.summary.isEmpty && read.theme.background != nil, "\(file.name)")
        }
        #expect(Theme.builtIn.map(\.name) == Theme.shipped.map(\.name))
    }

    @Test func theDefaultInCodeIsTheOneInTheFile() { #expect(Theme.builtIn.first == Theme.graphite) }

    @Test(arguments: Theme.builtIn.map(\.name)) func wordsCanBeRead(name: String) throws {
        let theme = try #require(Theme.builtIn.first { $0.name == name })
        #expect(Contrast.shortfalls(of: theme).map(\.description) == [])
        let ground = try #require(theme.background)
        let selected = try #require(theme[.selection].background)
        for depth in [Capabilities.Colours.truecolor, .indexed240] {
            let shown = theme.adapted(to: Capabilities(colours: depth, unicode: true))
            let grounds = [try #require(shown.background), try #require(shown[.selection].background)]
            for role in Theme.Role.allCases where role != .border {
                let colour = try #require(shown[role].foreground)
                for ground in grounds {
                    #expect(colour.contrast(with: ground) >= 4.5, "\(theme.name) \(role) \(depth)")
                }
            }
        }
        #expect(Contrast.ratio(ground, selected) >= Contrast.selectionLimit)
    }

    @Test func colourBlindPeopleTellGoodFromReject() throws {
        let theme = try #require(Theme.builtIn.first { $0.name == "blue-orange" })
        let capabilities = [Capabilities.full, Capabilities(colours: .indexed240, unicode: true)]
        for shown in capabilities.map({ theme.adapted(to: $0) }) {
            let good = try #require(shown[.good].foreground)
            let reject = try #require(shown[.reject].foreground)
            let unsure = try #require(shown[.unsure].foreground)
            for vision in ColourVision.allCases {
                #expect(ColourVision.difference(vision.seen(good), vision.seen(reject)) >= 0.2, "\(vision)")
                #expect(Contrast.ratio(vision.seen(good), vision.seen(reject)) >= 1.5, "\(vision)")
                #expect(ColourVision.difference(vision.seen(good), vision.seen(unsure)) >= 0.15, "\(vision)")
            }
        }
        #expect(theme.heat == .cividis)
    }

    @Test func redAndGreenAreAlikeWithoutMiddleWaves() {
        let red = RGB(200, 60, 40)
        let green = RGB(104, 110, 20)
        #expect(ColourVision.difference(red, green) > 0.15)
        let seen = ColourVision.deuteranopia
        #expect(ColourVision.difference(seen.seen(red), seen.seen(green)) < 0.06)
        // Greys are grey to everyone.
        for vision in ColourVision.allCases {
            let grey = vision.seen(RGB(128, 128, 128))
            #expect(abs(Int(grey.red) - 128) <= 1 && abs(Int(grey.green) - 128) <= 1 && abs(Int(grey.blue) - 128) <= 1)
        }
    }

    @Test func verdictsDifferInEveryTheme() {
        for theme in Theme.builtIn {
            let styles = [Theme.Role.good, .reject, .unsure, .notInspected].map { theme[$0] }
            #expect(Set(styles).count == 4, "\(theme.name)")
            #expect(theme[.live] != theme[.draft], "\(theme.name)")
        }
    }

    @Test func theStrongestContrastIsSeven() throws {
        let theme = try #require(Theme.builtIn.first { $0.name == "contrast" })
        #expect(try #require(Contrast.least(in: theme)) >= 7)
    }

    @Test func reducingTwiceIsReducingOnce() {
        let few = Capabilities(colours: .indexed240, unicode: true)
        for theme in Theme.builtIn {
            let once = theme.adapted(to: few)
            #expect(once.adapted(to: few) == once, "\(theme.name)")
            for role in Theme.Role.allCases {
                for colour in [once[role].foreground, once[role].background] {
                    if let colour { #expect(ColourLadder.colour(ofIndex: ColourLadder.indexed240(colour)) == colour) }
                }
            }
        }
    }
}
