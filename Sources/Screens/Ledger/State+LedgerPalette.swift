import Disk

/// What the palette offers in the Ledger.
extension State {
    var ledgerOffers: [PaletteOffer] {
        LedgerQuery.Kinds.allCases.map { PaletteOffer(line: "show \($0.rawValue)", meaning: "only these rows") }
            + [PaletteOffer(line: "by anybody", meaning: "whoever did it")]
            + ledger.authors.map { PaletteOffer(line: "by \($0.printable)", meaning: "only what they did") }
    }

    mutating func runLedgerCommand(_ typed: String) -> [Effect]? {
        if let word = typed.argument(of: "show"), let kinds = LedgerQuery.Kinds(rawValue: word) {
            show(kinds)
            return []
        }
        if let name = typed.argument(of: "by") {
            if name == "anybody" {
                ledger.author = nil
            } else if let author = ledger.authors.first(where: { $0.printable == name }) {
                ledger.author = author
            } else {
                return nil
            }
            return []
        }
        return nil
    }
}
