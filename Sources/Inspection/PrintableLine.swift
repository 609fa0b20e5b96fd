import Disk

extension Error {
    /// What the error says, on one line that is safe to show: our own errors are that already, others may not be.
    var printableLine: String {
        let text = "\(self)"
        let isSafe = text.unicodeScalars.allSatisfy {
            switch $0.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        return isSafe ? text : text.printable
    }
}
