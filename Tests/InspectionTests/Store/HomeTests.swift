import Disk
import Foundation
import Inspection
import SystemPackage
import Testing

@Suite struct HomeTests {
    @Test func isWhereTheEnvironmentSays() throws {
        func home(_ given: FilePath?, _ variables: [String: FilePath]) throws -> FilePath {
            try Home.resolve(given, environment: { variables[$0] }).path
        }
        #expect(try home("/x", ["XDG_DATA_HOME": "/data"]) == "/x")
        #expect(try home(nil, ["XDG_DATA_HOME": "/data", "HOME": "/root"]) == "/data/touchstone")
        #expect(try home(nil, ["HOME": "/root"]) == "/root/.local/share/touchstone")
        #expect(try home(nil, ["XDG_DATA_HOME": "relative", "HOME": "/root"]) == "/root/.local/share/touchstone")
        let error = #expect(throws: InspectionError.self) { try home(nil, [:]) }
        #expect(error?.code == .noHome)
        #expect(throws: InspectionError.self) { try home("", ["HOME": "/root"]) }
    }

    @Test func isMadeWhenItIsNeeded() throws {
        try withTemporaryFolder { folder in
            let home = Home(folder.appending("a/b/touchstone"))
            #expect(home.path.kind == .missing)
            try home.openLedger().record(given("p", .accept), category: "c")
            #expect(home.ledger.kind == .file)
            _ = try home.openScores()
            #expect(home.scores.kind == .file)
        }
    }

    @Test func aHomeThatCannotBeMadeIsOneLine() throws {
        try withTemporaryFolder { folder in
            let file = try folder.add("file")
            let error = #expect(throws: InspectionError.self) { try Home(file.appending("home")).openLedger() }
            #expect(error?.description.contains("\n") == false)
        }
    }

    @Test func theLogIsCappedAndPrintable() throws {
        try withTemporaryFolder { folder in
            let home = Home(folder)
            let log = StationLog(home.log, cap: 2000)
            let logger = log.logger("station")
            for i in 0..<100 { logger.info("event \(i) \u{1B}[31m\nforged", metadata: ["part": "x"]) }
            logger.debug("too fine")
            let lines = String(decoding: try home.log.readAll(), as: UTF8.self).split(separator: "\n")
            let old = try FilePath("\(home.log.string).1").readAll()
            #expect(old.count < 2200)
            #expect(lines.last?.hasSuffix(" info station: event 99 \\x1B[31m\\nforged part=x") == true)
            #expect(!lines.contains { $0.contains("too fine") })
            #expect(try folder.appending("log").list().count == 2)
        }
    }

    @Test func theAuthorIsPrintable() {
        #expect(!Author.current.isEmpty)
        #expect(Author.current == Author.current.printable)
    }
}
