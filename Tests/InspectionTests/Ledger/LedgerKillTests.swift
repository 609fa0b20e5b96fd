import Disk
import Foundation
import GRDB
import Inspection
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Programs that are killed in the middle of their work. The child is this test program, started again with a folder in
/// its environment, so that it runs `writesUntilItIsKilled` and nothing else.
@Suite struct LedgerKillTests {
    private static let variable = "INSPECTION_TESTS_KILL_FOLDER"
    private static let childFolder = Home.variable(variable)
    private static let canStartItself = CommandLine.arguments.contains("--testing-library") && childFolder == nil

    @Test(.enabled(if: childFolder != nil, "it is run by the test that kills it"))
    func writesUntilItIsKilled() throws {
        let folder = try #require(Self.childFolder)
        let ledger = try Ledger.open(folder.appending("ledger.sqlite"))
        let acknowledged = try FileDescriptor.open(
            folder.appending("acknowledged"), .writeOnly, options: [.append, .create], permissions: .ownerReadWrite)
        for i in 0... {
            let part = "\(getpid())-\(i)"
            let row = try ledger.record(given(part, .reject, reason: part), category: "c").row
            // The kernel has it once the call returns, whatever becomes of this program.
            try acknowledged.writeAll(Array("\(row) \(part)\n".utf8))
        }
    }

    /// Two programs on one ledger, killed at any moment, again and again.
    @Test(.enabled(if: canStartItself, "needs a test program that can be told to run one test"))
    func everyAcknowledgedVerdictSurvives() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("ledger.sqlite")
            _ = try Ledger.open(path)
            var generator = SystemRandomNumberGenerator()
            for _ in 0..<25 {
                let before = try acknowledged(folder).count
                let children = try (0..<2).map { _ in try startWriter(folder) }
                // They are killed once at least one of them is at work; how far they get does not matter.
                while try acknowledged(folder).count == before, children.contains(where: \.isRunning) { usleep(2000) }
                for child in children {
                    usleep(UInt32.random(in: 0..<30_000, using: &generator))
                    kill(child.processIdentifier, SIGKILL)
                }
                for child in children {
                    child.waitUntilExit()
                    #expect(child.terminationReason == .uncaughtSignal)
                    #expect(child.terminationStatus == SIGKILL)
                }
                let ledger = try Ledger.open(path)
                guard case .sound = try ledger.verifyChain() else {
                    Issue.record("the chain is broken")
                    return
                }
            }
            let ledger = try Ledger.open(path)
            let standing = try ledger.standing(category: "c")
            let all = try acknowledged(folder)
            #expect(all.count >= 25)
            for (row, part) in all {
                #expect(standing[digest(part)]?.row == row)
                #expect(standing[digest(part)]?.verdict == given(part, .reject, reason: part))
            }
        }
    }

    @Test(.enabled(if: childFolder != nil, "it is run by the test that kills it"))
    func bringsItUpToDateUntilItIsKilled() throws {
        _ = try Ledger.open(try #require(Self.childFolder).appending("ledger.sqlite"))
    }

    /// A ledger of the first layout is either that or of the second, whenever the program that moves it dies, and has
    /// all its rows.
    @Test(.enabled(if: canStartItself, "needs a test program that can be told to run one test"))
    func aKilledMigrationLeavesAWholeLedger() throws {
        try withTemporaryFolder { folder in
            let (path, original) = (folder.appending("ledger.sqlite"), folder.appending("original.sqlite"))
            let head = try FirstLedgerOracle.write(rows: 10_000, to: original)
            try tamper(original, "PRAGMA wal_checkpoint(TRUNCATE)")
            let bytes = try original.readAll()
            for _ in 0..<8 {
                for ending in ["-wal", "-shm"] { _ = "\(path.string)\(ending)".withCString { unlink($0) } }
                try path.writeAtomically(bytes)
                let child = try start("bringsItUpToDateUntilItIsKilled", folder)
                // From the first page that it logs on it is at work.
                let log = FilePath("\(path.string)-wal")
                while child.isRunning, (try? log.readAll().count) ?? 0 == 0 { usleep(500) }
                usleep(UInt32.random(in: 0..<120_000))
                kill(child.processIdentifier, SIGKILL)
                child.waitUntilExit()
                let queue = try DatabaseQueue(path: path.string)
                try queue.read { db in
                    let steps = try Int.fetchOne(db, sql: "SELECT count(*) FROM grdb_migrations")
                    let columns = try db.columns(in: "entry").count
                    #expect(columns == (steps == 1 ? 18 : 21))
                    #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM entry") == 10_000)
                    #expect(try !db.tableExists("entry_2"))
                }
                try queue.close()
                #expect(try Ledger.open(path).verifyChain() == .sound(rows: 10_000, head: head))
            }
        }
    }

    private func startWriter(_ folder: FilePath) throws -> Process { try start("writesUntilItIsKilled", folder) }

    private func start(_ test: String, _ folder: FilePath) throws -> Process {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        child.arguments = ["--testing-library", "swift-testing", "--filter", test]
        child.environment = ProcessInfo.processInfo.environment.merging([Self.variable: folder.string]) { $1 }
        child.standardOutput = FileHandle.nullDevice
        child.standardError = FileHandle.nullDevice
        try child.run()
        return child
    }

    private func acknowledged(_ folder: FilePath) throws -> [(row: Int64, part: String)] {
        let file = folder.appending("acknowledged")
        guard file.kind == .file else { return [] }
        return String(decoding: try file.readAll(), as: UTF8.self).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            return Int64(fields[0]).map { ($0, String(fields[1])) }
        }
    }
}
