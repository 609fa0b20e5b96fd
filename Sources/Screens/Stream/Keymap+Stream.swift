import Canvas

extension Keymap {
    static let stream: [Binding] = []
}
