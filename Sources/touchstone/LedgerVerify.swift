import ArgumentParser
import Disk
import Inspection

struct LedgerVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Follow the chain of hashes through every row; exit code 1 if it is broken.",
        discussion: """
            A row that was altered, removed from the middle or put in shows by itself. Rows that were cut off the end show \
            only against a head that was noted down elsewhere: keep what this prints, and give it back with --head.
            """)

    @OptionGroup var homeOptions: HomeOptions

    @Option(help: ArgumentHelp("A head that was noted down: it must still be in the chain.", valueName: "hash"))
    var head: String?

    func run() throws {
        let noted = try head.map { text -> SHA256Digest in
            guard let digest = SHA256Digest(hex: text) else {
                throw ValidationError("--head takes the 64 hexadecimal digits that an earlier verify printed")
            }
            return digest
        }
        let ledger = try homeOptions.ledger()
        let name = ledger.path.printable
        switch try ledger.verifyChain() {
        case .broken(let row, let reason):
            throw Failure(
                "\(name): row \(row) \(reason); keep this file as evidence and restore a copy from before "
                    + (row > 1 ? "(rows 1 to \(row - 1) are as they were written)" : "(no row can be trusted)"), code: 1
            )
        case .sound(let rows, let last):
            if let noted, try ledger.row(head: noted) == nil {
                throw Failure(
                    "\(name): the head \(noted) is not in the chain any more: rows after it or with it were cut off, or "
                        + "the chain was written anew; restore a copy from before", code: 1)
            }
            try StandardOutput.write(
                "sound: \(rows) rows, each as it was written\n" + (last.map { "head: \($0)\n" } ?? ""))
        }
    }
}
