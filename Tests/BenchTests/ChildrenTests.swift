import Bench
import Testing

struct ChildrenTests {
    @Test("programs that were started end when all are to end, and later ones at once")
    func ending() throws {
        let children = Children()
        let early = try PseudoTerminal(["/bin/sh", "-c", "read word"], rows: 24, columns: 80, children: children)
        #expect(!children.areEnding)
        children.killAll()
        #expect(children.areEnding)
        let late = try PseudoTerminal(["/bin/sh", "-c", "read word"], rows: 24, columns: 80, children: children)
        // Killed by SIGKILL, the one and the other.
        #expect(children.wait(for: early.process) == 137)
        #expect(children.wait(for: late.process) == 137)
    }
}
