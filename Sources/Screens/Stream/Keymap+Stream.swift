import Canvas

extension Keymap {
    static let stream: [Binding] = [
        Binding([.character("A")], .acknowledge, [.stream, .lines], hint: "acknowledge", "the alarms have been seen"),
        Binding([.character(" ")], .pause, [.stream], hint: "pause", "pause the stream, or let it go on"),
        Binding([.character("n")], .step, [.stream], hint: "step", "one more part while it is paused"),
        Binding([.character("x")], .stop, [.stream], hint: "stop", "stop the stream"),
        Binding([.character("r")], .replay, [.stream], hint: "replay", "the category's parts as a line: asks how fast"),
        Binding([.character("w")], .watch, [.stream], hint: "watch", "a folder that a camera writes to: asks which"),
        Binding(
            [.up, .left, .character("k"), .character("h")], .previous, [.stream], hint: "parts", "the part before"),
        Binding(
            [.down, .right, .character("j"), .character("l")], .next, [.stream], hint: "parts", "the part after it"),
        Binding([.enter], .openPart, [.stream], hint: "review", "the part in Review"),
        Binding([.character("+"), .character("="), .character(">")], .faster, [.stream], hint: "speed", "faster"),
        Binding([.character("-"), .character("<")], .slower, [.stream], hint: "speed", "slower"),
    ]
}
