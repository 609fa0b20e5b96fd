import CTerminal

/// ncurses colours text by numbered pairs; this gives each (foreground, background) a number, first come first
/// served. `alloc_pair` of ncurses would do the same but fails for good once 65,536 have been used.
struct PairTable {
    private var numbers: [UInt64: Int32] = [:]
    private var next: Int32 = 1
    private let limit: Int32

    init(limit: Int32) { self.limit = limit }

    /// The number of a pair; 0 for the terminal's own colours, nil when none is left.
    mutating func number(_ foreground: Int32, _ background: Int32) -> Int32? {
        if foreground < 0, background < 0 { return 0 }
        let key = UInt64(UInt32(bitPattern: foreground)) << 32 | UInt64(UInt32(bitPattern: background))
        if let number = numbers[key] { return number }
        guard next < limit, terminal_define_pair(next, foreground, background) != 0 else { return nil }
        defer { next += 1 }
        numbers[key] = next
        return next
    }

    /// Forgets all, here and in ncurses. Costs a repaint of the whole screen.
    mutating func reset() {
        terminal_forget_pairs()
        numbers.removeAll(keepingCapacity: true)
        next = 1
    }
}
