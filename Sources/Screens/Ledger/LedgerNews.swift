import Evaluation
import Inspection

/// What the ledger has to say.
public enum LedgerNews: Equatable, Sendable {
    case page(LedgerRequest, LedgerPage)
    /// One printable sentence.
    case noPage(LedgerRequest, String)
    /// How far blind re-checks agree with the verdicts that they repeat, for categories that have any.
    case agreement([String: Agreement])
    /// What came of following the chain of hashes.
    case chain(ChainReport)
}

/// What is asked of the ledger.
public enum LedgerOrder: Equatable, Sendable {
    /// Answered by `.page` or `.noPage` with the same request, unless another overtakes it.
    case page(LedgerRequest)
    case agreement
    /// Answered by `.chain`.
    case verify
}

/// Some rows of the ledger that are wanted on the screen.
public struct LedgerRequest: Equatable, Sendable {
    public enum Part: Equatable, Sendable {
        /// The newest rows, in the place of what is shown.
        case newest
        /// The newest rows, to be put before what is shown.
        case news
        /// The oldest rows, in the place of what is shown.
        case oldest
        /// Rows before and after this one, the nearest.
        case before(Int64)
        case after(Int64)
    }

    public let query: LedgerQuery
    public let part: Part
    /// At most so many rows.
    public let limit: Int

    public init(query: LedgerQuery, part: Part, limit: Int = LedgerWindow.pageRows) {
        self.query = query
        self.part = part
        self.limit = limit
    }
}

/// The rows that were asked for.
public struct LedgerPage: Equatable, Sendable {
    /// Newest first.
    public let items: [LedgerItem]
    /// How many rows fit the query.
    public let total: Int
    /// Everybody who has written to the ledger, by name.
    public let authors: [String]
    /// Now.
    public let today: LocalTime

    public init(items: [LedgerItem], total: Int, authors: [String], today: LocalTime) {
        self.items = items
        self.total = total
        self.authors = authors
        self.today = today
    }
}

/// What came of following the chain of hashes.
public enum ChainReport: Equatable, Sendable {
    case running
    case done(ChainCheck, at: LocalTime)
    /// It could not be followed; one printable sentence.
    case failed(String)
}
