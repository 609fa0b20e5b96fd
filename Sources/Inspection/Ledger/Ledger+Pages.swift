import GRDB

extension Ledger {
    /// Rows that fit the filter, newest first: a screenful at a time, however long the ledger is.
    ///
    /// A page takes a millisecond or two at 200,000 rows; one with a text that hardly any row holds has to look at all
    /// of them, which takes some 30 ms, so it is not for the thread that draws.
    /// - Parameters:
    ///   - row: only rows before this one; `nil` to begin with the newest.
    ///   - limit: at most so many.
    public func page(
        filter: LedgerFilter = LedgerFilter(), before row: Int64? = nil, limit: Int
    ) throws(InspectionError) -> [LedgerEntry] {
        guard limit > 0 else { return [] }
        return try database.read { db in
            let way = try Way(filter, db)
            // First the numbers, which an index alone can tell, then the rows.
            let request: SQLRequest<Row> = """
                SELECT \(sql: LedgerRow.selection) FROM entry WHERE id IN (
                    SELECT id FROM entry \(sql: way.rawValue)
                    WHERE \(filter.condition) AND id < \(row ?? .max) ORDER BY id DESC LIMIT \(limit))
                ORDER BY id DESC
                """
            return try request.fetchAll(db).compactMap { try LedgerRow($0).entry(db) }
        }
    }

    /// Rows that fit the filter and are newer than `row`, the nearest to it: for whoever scrolls back up.
    /// - Parameters:
    ///   - row: only rows after this one; 0 for the oldest of all.
    ///   - limit: at most so many.
    /// - Returns: newest first, like any page.
    public func page(
        filter: LedgerFilter = LedgerFilter(), after row: Int64, limit: Int
    ) throws(InspectionError) -> [LedgerEntry] {
        guard limit > 0 else { return [] }
        return try database.read { db in
            let way = try Way(filter, db)
            let request: SQLRequest<Row> = """
                SELECT \(sql: LedgerRow.selection) FROM entry WHERE id IN (
                    SELECT id FROM entry \(sql: way.rawValue)
                    WHERE \(filter.condition) AND id > \(row) ORDER BY id LIMIT \(limit))
                ORDER BY id DESC
                """
            return try request.fetchAll(db).compactMap { try LedgerRow($0).entry(db) }
        }
    }

    /// How many rows fit the filter: as quick as a page that has to look at all rows.
    public func count(_ filter: LedgerFilter = LedgerFilter()) throws(InspectionError) -> Int {
        try database.read { db in
            let way = try Way(filter, db)
            let request: SQLRequest<Int> =
                "SELECT count(*) FROM entry \(sql: way.rawValue) WHERE \(filter.condition)"
            return try request.fetchOne(db) ?? 0
        }
    }

    /// Everybody who has written to the ledger, by name.
    public func authors() throws(InspectionError) -> [String] {
        try database.read { try String.fetchAll($0, sql: "SELECT DISTINCT author FROM entry ORDER BY author") }
    }

    /// How SQLite is to get at the rows. It keeps no statistics of the ledger, so it would take any range of times for
    /// a small one, and every text to be a matter of the whole table.
    private enum Way: String {
        case asSQLiteLikes = ""
        case byTime = "INDEXED BY entry_by_time"
        /// Through an index that holds everything that a filter asks for, a third of the table's size, in order.
        case inShort = "INDEXED BY entry_in_short"

        /// So few rows are put in order in no time.
        private static let few = 2000

        init(_ filter: LedgerFilter, _ db: Database) throws {
            guard filter.part == nil else {
                self = .asSQLiteLikes
                return
            }
            if let span = filter.span {
                let request: SQLRequest<Int> = """
                    SELECT count(*) FROM (SELECT 1 FROM entry INDEXED BY entry_by_time WHERE \(span) LIMIT \(Self.few + 1))
                    """
                if try request.fetchOne(db) ?? 0 <= Self.few {
                    self = .byTime
                    return
                }
            }
            self = filter.span != nil || !filter.text.isEmpty ? .inShort : .asSQLiteLikes
        }
    }
}
