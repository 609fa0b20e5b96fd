import TOML
import Testing

@Suite struct TOMLTests {
    private func document(_ text: String) throws -> TOMLDocument { try TOMLDocument(Array(text.utf8)) }

    @Test func valuesOfEveryKindComeThrough() throws {
        let root = try document(
            """
            a = "x\\ty"
            b = -7
            c = 2.5
            d = true
            e = [1, ["two", 3.0], { f = false }]
            g.h = 'raw\\'
            [t.u]
            v = 1979-05-27
            [[w]]
            x = 1
            [[w]]
            x = 2
            """
        ).root
        #expect(root["a"] == .string("x\ty") && root["b"] == .integer(-7) && root["c"] == .number(2.5))
        #expect(root["d"] == .flag(true))
        #expect(root["e"] == .list([.integer(1), .list([.string("two"), .number(3)]), .table(["f": .flag(false)])]))
        #expect(root["g"] == .table(["h": .string("raw\\")]) && root["t"] == .table(["u": .table(["v": .moment])]))
        #expect(root["w"] == .list([.table(["x": .integer(1)]), .table(["x": .integer(2)])]))
    }

    @Test func keysKnowTheirLines() throws {
        let toml = try document(
            """
            # a = 1
            a = '''
            b = 1
            [c]
            '''
            b = [ # [
              "]",
              1,
            ]
            [ "c.d" . e ]
            f.g = { h = 1 }

            i = 2 # i = 3
            [[j]]
            k = 1
            [[j]]
            k = 1
            """)
        #expect(toml.line("a") == 2 && toml.line("b") == 6 && toml.line("c.d", "e") == 10)
        #expect(toml.line("c.d", "e", "f", "g") == 11 && toml.line("c.d", "e", "f", "g", "h") == 11)
        #expect(toml.line("c.d", "e", "i") == 13 && toml.line("j") == 14 && toml.line("j", "k") == 15)
        #expect(toml.line("c") == nil && toml.line("nowhere") == nil)
        // Windows' line ends and a byte-order mark move nothing.
        #expect(try document("\u{FEFF}a = 1\r\n\r\nb = 2\r\n").line("b") == 3)
    }

    /// Each of these makes the library end the process.
    @Test(arguments: ["[[[a]]]", "[=]", "[[ .a]]", "[\u{E9}]", "[#]", "[[{", "a = 1\n[ ?]", "a = '''\n'''\n[[["])
    func headersThatAreNoneAreAnswered(text: String) {
        #expect(throws: TOMLProblem.self) { try document(text) }
    }

    /// So does each of these.
    @Test(arguments: ["a=[\u{2028}]", "a=[1,\u{85}]", "a=[}", "a = [{b = 1]}", "a = \u{2028}", "[a]\nb = [\n1,\n}"])
    func valuesThatAreNoneAreAnswered(text: String) {
        #expect(throws: TOMLProblem.self) { try document(text) }
    }

    @Test func linesOfMistakesAreTold() {
        for (text, line) in [("a = 1\nb =\n", 2), ("a = 1\na = 2\n", 2), ("\n\n[a]]", 3), ("[a]\n[a]", 2)] {
            let problem = #expect(throws: TOMLProblem.self) { try document(text) }
            #expect(problem?.line == line && problem?.message.isEmpty == false, "\(text)")
        }
    }
}
