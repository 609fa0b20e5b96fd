import Disk
import GRDB
import SystemPackage

extension StationDatabase {
    /// Runs `body` and says in one line what went wrong with the file, and how to mend it.
    static func translating<T>(
        _ path: FilePath, _ layout: Layout, _ body: () throws -> T
    ) throws(InspectionError) -> T {
        do {
            return try body()
        } catch let error as InspectionError {
            throw error
        } catch let error as DiskError {
            throw InspectionError(error)
        } catch let error as DatabaseError {
            throw InspectionError(error, path, layout)
        } catch {
            throw InspectionError(
                .damaged, path, "holds what cannot be read (\(error.printableLine)); \(layout.remedy)")
        }
    }
}

extension InspectionError {
    fileprivate init(_ error: DatabaseError, _ path: FilePath, _ layout: StationDatabase.Layout) {
        let said = (error.message ?? "SQLite error \(error.resultCode.rawValue)").printable
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            self.init(.damaged, path, "the \(layout.noun) is damaged (\(said)); \(layout.remedy)")
        case .SQLITE_FULL:
            self.init(.noSpace, path, "the disk is full, nothing was stored; free some space and try again")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH:
            self.init(
                .readOnly, path, "the \(layout.noun) cannot be written (\(said)); choose another place with --home")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.busy, path, "another program has held the \(layout.noun) for over 10 s; close it and try again")
        case .SQLITE_IOERR:
            self.init(.disk, path, "the disk failed (\(said)), nothing was stored; check its space and health")
        default:
            self.init(.refused, path, "the \(layout.noun) refused: \(said)")
        }
    }
}
