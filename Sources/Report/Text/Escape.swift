import Disk

extension String {
    /// The text on one line, with nothing in it that would be obeyed or not be seen: control characters, direction
    /// marks and the like as `\u{202E}`. Ordinary text stays as it is, backslashes too, since most texts here have
    /// been made printable before.
    var shown: String {
        let isPlain = unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
            default: true
            }
        }
        return isPlain ? self : printable
    }

    /// For the content of an element and for a quoted attribute alike.
    var escaped: String {
        var out = ""
        for scalar in shown.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// Lines of a paragraph: outside text may have line ends, which part lines and are no control characters here.
    var lines: [String] {
        split(omittingEmptySubsequences: true) { $0.isNewline }.map(String.init)
    }
}
