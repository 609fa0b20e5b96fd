import Disk
import Foundation
import GRDB
import Inspection
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct LedgerOpeningTests {
    @Test(arguments: [true, false])
    func aDamagedLedgerIsRefusedAndLeftAlone(hasHeader: Bool) throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("ledger.sqlite")
            if hasHeader {
                let ledger = try Ledger.open(path)
                for i in 0..<200 { try ledger.record(given("\(i)", .accept), category: "c") }
                try tamper(path, "PRAGMA wal_checkpoint(TRUNCATE)")
            }
            var bytes = hasHeader ? try path.readAll() : Array(String(repeating: "not a database ", count: 500).utf8)
            if hasHeader { for i in 100..<min(bytes.count, 8192) { bytes[i] = UInt8(truncatingIfNeeded: i &* 31) } }
            try path.writeAtomically(bytes)
            for ending in ["-wal", "-shm"] { _ = "\(path.string)\(ending)".withCString { unlink($0) } }
            let error = #expect(throws: InspectionError.self) { try Ledger.open(path) }
            #expect(error?.code == .damaged)
            #expect(error?.subject == path.printable)
            #expect(error?.message.contains("move it aside") == true)
            #expect(error?.description.contains("\n") == false)
            #expect(try path.readAll() == bytes)
        }
    }

    @Test func aNewerLedgerIsRefusedAndLeftAlone() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("ledger.sqlite")
            try Ledger.open(path).record(given("p", .accept), category: "c")
            try tamper(path, "INSERT INTO grdb_migrations VALUES ('9 something that is yet to come')")
            let error = #expect(throws: InspectionError.self) { try Ledger.open(path) }
            #expect(error?.code == .newer)
            #expect(throws: InspectionError.self) { try Ledger.open(path, access: .readOnly) }
        }
    }

    @Test func anotherProgramsDatabaseIsRefusedAndLeftAlone() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("ledger.sqlite")
            try tamper(path, "CREATE TABLE recipe (name TEXT)")
            let bytes = try path.readAll()
            let error = #expect(throws: InspectionError.self) { try Ledger.open(path) }
            #expect(error?.code == .damaged)
            #expect(try path.readAll() == bytes)
        }
    }

    @Test func aLedgerThatIsAFolderOrHasNoPlaceIsOneLine() throws {
        try withTemporaryFolder { folder in
            let error = #expect(throws: InspectionError.self) {
                try Ledger.open(folder.appending("none/ledger.sqlite"))
            }
            #expect(error?.code == .readOnly)
            #expect(throws: InspectionError.self) { try Ledger.open(folder) }
            #expect(throws: InspectionError.self) {
                try Ledger.open(folder.appending("none.sqlite"), access: .readOnly)
            }
            #expect(folder.appending("none.sqlite").kind == .missing)
        }
    }

    @Test func readingAloneSeesEverythingAndWritesNothing() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("ledger.sqlite")
            let writer = try Ledger.open(path)
            try writer.record(given("p", .accept), category: "c")
            let reader = try Ledger.open(path, access: .readOnly)
            #expect(reader.isReadOnly)
            #expect(try reader.standing(category: "c").count == 1)
            let error = #expect(throws: InspectionError.self) {
                try reader.record(given("q", .accept), category: "c")
            }
            #expect(error?.code == .readOnly)
            try writer.record(given("q", .accept), category: "c")
            #expect(try reader.standing(category: "c").count == 2)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
    func aLedgerThatCannotBeWrittenCanStillBeRead() throws {
        try withTemporaryFolder { folder in
            let home = folder.appending("home")
            try home.makeFolder()
            let path = home.appending("ledger.sqlite")
            try Ledger.open(path).record(given("p", .accept), category: "c")
            _ = path.withPlatformString { chmod($0, 0o444) }
            _ = home.withPlatformString { chmod($0, 0o555) }
            defer { _ = home.withPlatformString { chmod($0, 0o755) } }
            let error = #expect(throws: InspectionError.self) { try Ledger.open(path) }
            #expect(error?.code == .readOnly)
            let ledger = try Ledger.open(path, access: .readOnlyFallback)
            #expect(ledger.isReadOnly)
            #expect(ledger.notice?.contains("can be looked at but not given") == true)
            #expect(try ledger.standing(category: "c").count == 1)
        }
    }
}
