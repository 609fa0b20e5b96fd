import Foundation
import Testing

/// Names that would forge rows or be obeyed by a terminal, if they were written as they are.
struct FileNameTests {
    @Test("one row each, and nothing raw in any output")
    func names() throws {
        let workshop = try Workshop.calibrated()
        let made = try Command.shell(
            #"""
            cd "$1" && mkdir odd
            for name in $'new\nline' $'\e[31mred' $'\xff\xfe' 'com,ma "quoted"' '=1+1' $'\u202ertl'
            do cp "$2" "odd/$name.jpg" || exit 1; done; printf x > $'odd/bad\e]0;title\a\n.png'
            """#, workshop.category.path, try workshop.inspected[0])
        #expect(made.status == 0, "\(made.errors)")
        let odd = workshop.category.appendingPathComponent("odd").path
        let folder = try workshop.touchstone("score", odd)
        check(folder, lines: 8)
        let table = try CSVTable(folder.output)
        #expect(table.rows.count == 7)
        #expect(Set(table.rows.compactMap { $0["path"] }).count == 7)
        #expect(table.rows.count { $0["machine_verdict"] == "NOT INSPECTED" } == 1)
        #expect(Set(table.rows.map { $0["score"] ?? "" }).count == 2, "the six pictures are the same")
        #expect(table.rows.contains { $0["path"]?.hasSuffix(#"new\nline.jpg"#) == true })
        #expect(table.rows.contains { $0["path"]?.hasSuffix(#"\xFF\xFE.jpg"#) == true })

        let listed = try Command.shell(
            #"find "$1" -type f -print0 | sort -z | "$2" score - --home "$3" --format ndjson"#, odd, Command.touchstone,
            workshop.home.path)
        check(listed, lines: 7)
        // The station's table and its messages.
        let station = try workshop.touchstone(workshop.category.path)
        #expect(!station.outputBytes.contains(0x1B))
        #expect(!station.errors.contains("\u{1B}"))
    }

    private func check(_ command: Command, lines: Int) {
        #expect(command.status == 1, "\(command.errors)")
        #expect(!command.outputBytes.contains { $0 < 0x20 && $0 != 0x0A })
        #expect(String(validating: command.outputBytes, as: UTF8.self) != nil)
        #expect(command.outputBytes.count { $0 == 0x0A } == lines)
        #expect(!command.output.unicodeScalars.contains("\u{202E}"))
        #expect(command.errorLines.count == 1)
        #expect(!command.errors.contains("\u{1B}"))
    }
}
