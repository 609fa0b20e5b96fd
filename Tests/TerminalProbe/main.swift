// A program for TerminalTests to run on a terminal of its own: it shows what it was told and does what keys say.
import Canvas
import Dispatch
import Glibc
import Terminal

var choice = ColourChoice.auto
if CommandLine.arguments.count > 1 { choice = ColourChoice(rawValue: CommandLine.arguments[1]) ?? .auto }

func frame(_ screen: Screen, _ last: String) -> Frame {
    var frame = Frame(size: screen.size)
    frame.write("[size \(screen.size.columns)x\(screen.size.rows)]", column: 0, row: 0)
    frame.write("[\(last)]", column: 0, row: 1)
    let colour = Style(foreground: RGB(200, 100, 50), background: RGB(1, 2, 3))
    frame.write("▀", column: 0, row: 2, style: colour)
    return frame
}

func name(_ input: Input) -> String {
    switch input {
    case .key(let key): "key \(key)"
    case .mouse(let press): "mouse \(press.button) \(press.column),\(press.row)"
    case .resize(let size): "resize \(size.columns)x\(size.rows)"
    case .wake: "wake"
    case .stop(let stop): "stop \(stop)"
    }
}

do {
    let screen = try Screen(colour: choice)
    var last = "ready"
    var ended = false
    while !ended {
        // Sent whole each time, so that tests find whole words in what reaches the terminal.
        screen.repaintAll()
        screen.paint(frame(screen, last))
        guard let input = screen.next() else { continue }
        last = name(input)
        switch input {
        case .key(.character("q")), .stop: ended = true
        case .key(.character("e")): _ = "said meanwhile\n".withCString { write(STDERR_FILENO, $0, strlen($0)) }
        case .key(.character("m")): screen.setMouse(true)
        case .key(.character("x")): exit(7)
        case .key(.character("c")): abort()
        case .key(.character("b")):
            screen.repaintAll()
            screen.paint(frame(screen, "busy"))
            while true { sleep(60) }
        case .key(.character("w")):
            let wake = screen.wake
            DispatchQueue.global().async { @Sendable in wake.signal() }
        default: break
        }
    }
    screen.close()
    print("left after \(last)")
} catch {
    print("refused: \(error)")
    exit(2)
}
