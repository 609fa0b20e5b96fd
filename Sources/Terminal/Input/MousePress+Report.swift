import Canvas

extension MousePress {
    /// A report in xterm's SGR form: `<button;column;row` and `M` for a press; columns and rows from 1. Releases, other
    /// buttons and presses with a modifier mean nothing here.
    init?(_ parameters: [UInt8], _ final: UInt8) {
        guard final == UInt8(ascii: "M"), parameters.first == UInt8(ascii: "<") else { return nil }
        let numbers = parameters.dropFirst().split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { Int(String(decoding: $0, as: UTF8.self)) }
        guard numbers.count == 3, let code = numbers[0], let column = numbers[1], let row = numbers[2], column > 0,
            row > 0
        else { return nil }
        switch code {
        case 0: self.init(.left, column: column - 1, row: row - 1)
        case 64: self.init(.wheelUp, column: column - 1, row: row - 1)
        case 65: self.init(.wheelDown, column: column - 1, row: row - 1)
        default: return nil
        }
    }
}
