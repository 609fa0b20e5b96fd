import Canvas

extension Keymap {
    static let ledger: [Binding] = []
}
