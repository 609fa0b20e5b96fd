import Disk
import Foundation
import Raster
import SystemPackage

/// What the watching thread does with what happens in the folder: it waits for files to be whole and writes them into
/// the journal. Used by one thread at a time.
struct WatchDesk {
    private var tree: WatchedTree
    private var files: SettlingFiles
    private let journal: WatchJournal
    private let news: @Sendable (StreamNews) -> Void
    /// Files that were seen to be closed or renamed into place since they were admitted last.
    private var written: Set<FilePath> = []
    /// Files that were due and have not had their turn, the next one last.
    private var pending: [FilePath] = []
    private var isGone = false
    private var lastRescan = WatchDesk.now

    init(
        tree: WatchedTree, files: SettlingFiles, journal: WatchJournal, news: @escaping @Sendable (StreamNews) -> Void
    ) {
        (self.tree, self.files, self.journal, self.news) = (tree, files, journal, news)
    }

    /// Whether it waits for nothing but the kernel.
    var isIdle: Bool { files.isEmpty && !isGone }

    /// Whether there is more to do at once.
    var hasMore: Bool { !pending.isEmpty }

    /// Files that are read in one turn, and seconds after which it ends all the same: the first parts of a full folder
    /// must not wait for the last, nor must whoever wants to stop.
    private static let filesATurn = 32
    private static let longestTurn = 0.25

    /// Seconds that only move forward.
    private static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }

    /// - Throws: when the folder cannot be watched or the journal not be written.
    mutating func begin(takesExisting: Bool) throws(InspectionError) {
        // Listed before it is watched and again after, so that nothing slips in between.
        let before = tree.pictures()
        for refusal in try tree.begin() { news(.trouble("\(refusal)")) }
        let takesAll = takesExisting || journal.resumes
        var leftOut: [(path: FilePath, stamp: ArrivalStamp)] = []
        if !takesAll {
            for path in before { if let stamp = ArrivalStamp(path) { leftOut.append((path, stamp)) } }
        }
        try journal.begin(leavingOut: leftOut)
        try look(at: tree.pictures())
    }

    /// Does what there is to do.
    /// - Returns: whether parts have come up.
    mutating func turn(rescan: Double?) throws(InspectionError) -> Bool {
        for change in tree.changes() { try take(change) }
        if isGone { try comeBack() }
        if let rescan, !isGone, Self.now - lastRescan >= rescan {
            lastRescan = Self.now
            try look(at: tree.pictures())
        }
        return try admit()
    }

    /// Writes down, unread, what came and has not had its turn: it came during this watch, so the next one inspects it.
    mutating func leave() throws(InspectionError) {
        for change in tree.changes() { try take(change) }
        var candidates: [WatchJournal.Candidate] = []
        for path in files.paths {
            guard let stamp = ArrivalStamp(path) else { continue }
            let isWritten = written.contains(path)
            if !isWritten, try journal.knows(path, stamp) { continue }
            candidates.append(
                WatchJournal.Candidate(
                    path: path, digest: nil, stamp: stamp, time: Self.milliseconds, isWritten: isWritten))
        }
        _ = try journal.admit(candidates.sorted { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) })
    }

    private mutating func take(_ change: WatchedTree.Change) throws(InspectionError) {
        let now = Self.now
        switch change {
        case .closed(let path):
            files.note(path, isClosed: true, now: now)
            written.insert(path)
        case .touched(let path): files.note(path, isClosed: false, now: now)
        case .left(let path):
            files.drop(path)
            written.remove(path)
        case .folderCame(let folder):
            for refusal in tree.enter(folder) { news(.trouble("\(refusal)")) }
            try look(at: tree.pictures(below: folder))
        case .folderLeft(let folder): files.drop(below: folder)
        case .lost:
            news(.note("\(tree.top.printable): more happened at once than the system keeps; reading the folder again"))
            // Where the folder is gone as well, it is waited for.
            guard let refusals = try? tree.begin() else { return isGone = true }
            for refusal in refusals { news(.trouble("\(refusal)")) }
            try look(at: tree.pictures())
        case .gone where !isGone:
            isGone = true
            files.dropAll()
            written = []
            news(
                .trouble(
                    "\(tree.top.printable): the folder is gone; waiting for it to come back "
                        + "(check the share or the disk)"))
        case .gone: break
        }
    }

    private mutating func comeBack() throws(InspectionError) {
        guard tree.top.kind == .folder, (try? tree.begin()) != nil else { return }
        isGone = false
        news(.note("\(tree.top.printable): the folder is back"))
        try look(at: tree.pictures())
    }

    /// Sees to files that nothing was heard of: those that are not known as they are.
    mutating func look(at paths: [FilePath]) throws(InspectionError) {
        for path in paths {
            guard let stamp = ArrivalStamp(path), try !journal.knows(path, stamp) else { continue }
            files.note(path, isClosed: false, now: Self.now)
        }
    }

    private mutating func admit() throws(InspectionError) -> Bool {
        var candidates: [WatchJournal.Candidate] = []
        if pending.isEmpty { pending = files.due(now: Self.now) { ArrivalStamp($0) }.map(\.path).reversed() }
        let end = Self.now + Self.longestTurn
        var count = 0
        while count < Self.filesATurn, count == 0 || Self.now < end, let path = pending.popLast() {
            count += 1
            // It may have changed or gone while others had their turn.
            guard let look = files.look(at: path, now: Self.now, stamp: { ArrivalStamp($0) }) else { continue }
            guard let candidate = candidate(path, look) else {
                files.doubt(path)
                continue
            }
            candidates.append(candidate)
        }
        let new = try journal.admit(candidates)
        for candidate in candidates {
            files.drop(candidate.path)
            written.remove(candidate.path)
        }
        return new > 0
    }

    /// - Returns: `nil` for one that is not whole yet.
    private func candidate(_ path: FilePath, _ look: SettlingFiles.Look) -> WatchJournal.Candidate? {
        // The stamp first: should the file change while it is read, it is another one than the journal knows.
        guard let stamp = ArrivalStamp(path) else { return nil }
        let bytes = try? path.readAll(limit: DecodeLimits.standard.fileBytes)
        guard look == .final || bytes.map({ PictureEnd.isDecodable($0, name: path) }) == true else { return nil }
        return WatchJournal.Candidate(
            path: path, digest: bytes.map { SHA256Digest(hashing: $0) }, stamp: stamp,
            time: Self.milliseconds, isWritten: written.contains(path))
    }

    /// Since 1970.
    private static var milliseconds: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}
