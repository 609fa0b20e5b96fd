import Disk
import Foundation
import Inspection
import Logging
import SystemPackage
import Testing

@Suite struct StationMemoryTests {
    private var visit: StationMemory.Visit {
        var visit = StationMemory.Visit()
        visit.place = "review"
        visit.category = "tile"
        visit.part = SHA256Digest(hashing: Array("part".utf8))
        visit.partName = FilePath(bytes: Array("test/\u{1B}[2J".utf8) + [0xFF])
        visit.filters = ["review": "flagged", "lines": "ti\\le"]
        visit.sorts = ["review": "score"]
        visit.layer = "overlay"
        visit.theme = "amber"
        visit.glyphs = "half"
        return visit
    }

    @Test func whatIsSavedIsReadBack() throws {
        try withTemporaryFolder { folder in
            let path = Home(folder.appending("home")).memory
            #expect(StationMemory.load(path) == StationMemory())
            var memory = StationMemory()
            memory.remember(visit, of: folder)
            memory.remember(StationMemory.Visit(), of: folder.appending("other"))
            try memory.save(to: path)
            let back = StationMemory.load(path)
            #expect(back == memory)
            #expect(back.visit(to: folder) == visit)
            #expect(back.visit(to: folder.appending("unknown")) == nil)
            #expect(back.last == StationMemory.Visit())
            #expect(try !path.readAll().contains(0x1B))
        }
    }

    @Test func aFolderIsTheSameHoweverItIsCalled() throws {
        try withTemporaryFolder { folder in
            try folder.add("a/x")
            try folder.link("b", to: folder.appending("a"))
            var memory = StationMemory()
            memory.remember(visit, of: folder.appending("a"))
            #expect(memory.visit(to: folder.appending("b")) == visit)
            #expect(memory.visit(to: folder.appending("a/../a/.")) == visit)
            memory.remember(StationMemory.Visit(), of: folder.appending("b"))
            #expect(memory.count == 1)
        }
    }

    @Test func theLastFiftyAreKept() throws {
        try withTemporaryFolder { folder in
            var memory = StationMemory()
            for number in 0..<70 {
                var visit = StationMemory.Visit()
                visit.category = "\(number)"
                memory.remember(visit, of: FilePath("/parts/\(number)"))
            }
            memory.remember(visit, of: FilePath("/parts/25"))
            #expect(memory.count == StationMemory.limit)
            #expect(memory.visit(to: "/parts/19") == nil && memory.visit(to: "/parts/20")?.category == "20")
            #expect(memory.last == visit)
            try memory.save(to: folder.appending("s.json"))
            #expect(StationMemory.load(folder.appending("s.json")) == memory)
        }
    }

    @Test func stationsSideBySideKeepEachOthers() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("s.json")
            try StationMemory.keep(visit, of: "/a", at: path)
            try StationMemory.keep(StationMemory.Visit(), of: "/b", at: path)
            let memory = StationMemory.load(path)
            #expect(memory.visit(to: "/a") == visit && memory.visit(to: "/b") == StationMemory.Visit())
        }
    }

    @Test(arguments: [
        "", "{", "[]", "null", "{\"version\": 2, \"roots\": []}", "{\"version\": 2, \"rooms\": 7}",
        "{\"version\": 1}", "{\"version\": \"1\", \"roots\": []}", "{\"version\": 1, \"roots\": [{\"root\": 5}]}",
    ])
    func aDamagedOrNewerFileIsForgottenWithALineInTheLog(text: String) throws {
        try withTemporaryFolder { folder in
            let path = try folder.add("s.json", Array(text.utf8))
            let log = StationLog(folder.appending("log"))
            #expect(StationMemory.load(path, log: log.logger("test")) == StationMemory())
            let lines = String(decoding: try log.path.readAll(), as: UTF8.self)
            #expect(lines.contains("s.json") && lines.split(separator: "\n").count == 1)
        }
    }

    @Test func whatIsNoFileIsForgotten() throws {
        try withTemporaryFolder { folder in
            #expect(StationMemory.load(folder) == StationMemory())
            let long = try folder.add("long", [UInt8](repeating: 0x20, count: 1 << 21))
            #expect(StationMemory.load(long) == StationMemory())
            #expect(throws: InspectionError.self) { try StationMemory().save(to: long.appending("s.json")) }
        }
    }

    @Test func hostileValuesAreLeftOut() throws {
        let nasty = "\\u001b[2J"
        let long = String(repeating: "x", count: 5000)
        let root = "2f61"
        let text = """
            {"version": 1, "later": true, "roots": [
              {"root": "\(root)", "place": "\(nasty)", "category": "\(long)", "part": "12", "partName": "0061",
               "layer": "\\u202e", "theme": "", "glyphs": "half",
               "filters": {"review": "\(nasty)", "\(nasty)": "x", "lines": "ok"}, "sorts": {"lines": "\(long)"}},
              {"root": "\(root)", "place": "second"}, {"root": "zz"}, {"root": "2f0062"}, {"root": ""}, {"root": "2"}
            ]}
            """
        try withTemporaryFolder { folder in
            let memory = StationMemory.load(try folder.add("s.json", Array(text.utf8)))
            #expect(memory.count == 1)
            var sound = StationMemory.Visit()
            sound.glyphs = "half"
            sound.filters = ["lines": "ok"]
            #expect(memory.last == sound)
        }
    }

    @Test func moreRootsThanFitAreCutOff() throws {
        let roots = (0..<200).map { "{\"root\": \"2f\(String($0 + 0x1101, radix: 16))\"}" }.joined(separator: ",")
        try withTemporaryFolder { folder in
            let path = try folder.add("s.json", Array("{\"version\": 1, \"roots\": [\(roots)]}".utf8))
            #expect(StationMemory.load(path).count == StationMemory.limit)
        }
    }
}
