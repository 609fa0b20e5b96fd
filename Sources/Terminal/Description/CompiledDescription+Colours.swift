import Canvas

extension CompiledDescription {
    // Places in the compiled arrays; they are part of the format and never change.
    private static let maxColours = 13
    private static let maxPairs = 14
    private static let canChange = 27
    private static let originalPair = 297
    private static let originalColours = 298
    private static let initializeColour = 299
    private static let initializePair = 300
    private static let setForeground = 359
    private static let setBackground = 360

    /// As many pairs as ncurses accepts.
    package static let pairs = 65_536

    package var colourCount: Int { numbers.count > Self.maxColours ? Int(numbers[Self.maxColours]) : -1 }

    /// The same terminal with as many colours as are wanted, each as its own number, and with pairs enough for a
    /// picture. Colours are never redefined: they belong to the user.
    /// - Parameter colours: `.ansi16` keeps 8 where the terminal has 8 and nothing more was `forced`.
    package func with(colours: Capabilities.Colours, forced: Bool = false) -> CompiledDescription {
        var changed = self
        let before = colourCount
        switch colours {
        case .monochrome:
            return self
        case .truecolor:
            changed.setColours(1 << 24)
            changed.setString(Self.setForeground, Self.directSequence(38))
            changed.setString(Self.setBackground, Self.directSequence(48))
            changed.extendedBooleans.removeAll { $0.name == Array("RGB".utf8) }
            changed.extendedNumbers.removeAll { $0.name == Array("RGB".utf8) }
            changed.extendedStrings.removeAll { $0.name == Array("RGB".utf8) }
            changed.extendedBooleans.append(Named(name: Array("RGB".utf8), value: 1))
            changed.extendedBooleans.sort { $0.name.lexicographicallyPrecedes($1.name) }
        case .indexed240:
            changed.setColours(256)
            if before < 256 || before > 256 {
                changed.setString(Self.setForeground, "\u{1B}[38;5;%p1%dm")
                changed.setString(Self.setBackground, "\u{1B}[48;5;%p1%dm")
            }
        case .ansi16:
            if before >= 8, before < 16, !forced {
                changed.setColours(8)
            } else {
                changed.setColours(16)
                changed.setString(Self.setForeground, "\u{1B}[%?%p1%{8}%<%t3%p1%d%e9%p1%{8}%-%d%;m")
                changed.setString(Self.setBackground, "\u{1B}[%?%p1%{8}%<%t4%p1%d%e10%p1%{8}%-%d%;m")
            }
        }
        if changed.booleans.count > Self.canChange { changed.booleans[Self.canChange] = 0 }
        for place in [Self.originalColours, Self.initializeColour, Self.initializePair]
        where place < changed.strings.count {
            changed.strings[place] = nil
        }
        if changed.strings.count <= Self.originalPair || changed.strings[Self.originalPair] == nil {
            changed.setString(Self.originalPair, "\u{1B}[39;49m")
        }
        return changed
    }

    /// `\E[38;2;red;green;bluem` from one number 0xRRGGBB. Unlike the installed direct entries it has no exception
    /// for the values 0 … 7, which are very dark blues and not the user's colours.
    private static func directSequence(_ kind: Int) -> String {
        "\u{1B}[\(kind);2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%dm"
    }

    private mutating func setColours(_ count: Int32) {
        while numbers.count <= Self.maxPairs { numbers.append(-1) }
        numbers[Self.maxColours] = count
        numbers[Self.maxPairs] = Int32(Self.pairs)
    }

    private mutating func setString(_ place: Int, _ value: String) {
        while strings.count <= place { strings.append(nil) }
        strings[place] = Array(value.utf8)
    }
}
