import Disk
import Dispatch
import Foundation
import Raster
import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A folder that a camera writes to, as a line. Every picture that is finished there comes up once:
///
/// - when its writer closes it or it is renamed into place, or, where closing cannot be seen (a writer on another
///   machine), when it has not changed for `settle` seconds and is a whole picture;
/// - one that stays unfinished for `patience` seconds comes up as it is, and its finding says what is wrong; when it
///   changes it comes up again;
/// - hidden names, and names that do not end in .png, .jpg or .jpeg, wait until they are renamed;
/// - the same bytes under the same name, or of a file that was renamed, do not come up twice; other bytes do.
///
/// Parts are written into the journal before they come up. A few are kept in memory, the others wait there; nothing is
/// dropped. Where the kernel loses events, or the folder was away, the folder is read again.
public final class Watch: PartSource {
    public struct Settings: Equatable, Sendable {
        /// Folders below it too.
        public var isRecursive = false
        /// Whether what is there at the start is to be inspected.
        public var takesExisting = false
        public var settle = 0.5
        public var patience = 10.0
        /// Parts in memory that have not been handed out.
        public var bound = 64
        /// Seconds between looks at the whole folder; `nil` for none where the kernel tells of everything, and two
        /// where the folder is on another machine.
        public var rescan: Double?

        public init() {}
    }

    public let folder: FilePath
    public let settings: Settings
    private let journal: WatchJournal
    private let inotify: Inotify
    private let state: Mutex<State>
    private let thread = DispatchQueue(label: "inspection.watch", qos: .userInitiated)
    private let running = DispatchGroup()
    private let began = Int64(Date().timeIntervalSince1970 * 1000)

    private struct State: Sendable {
        /// In memory, oldest first.
        var ready: [WatchJournal.Entry] = []
        /// Of the newest entry that was taken into memory.
        var newest: Int64 = 0
        /// Waiting in the journal beyond it.
        var spilled = 0
        /// To be handed out once more, not before an instant of `ContinuousClock`.
        var again: [(id: Int64, due: ContinuousClock.Instant)] = []
        /// Entries that were handed out twice.
        var retried: Set<Int64> = []
        /// Reported without having been read: should they be back already, nothing tells of it any more.
        var unread: [FilePath] = []
        var isStopped = false
        var endsInGoodOrder = false
        /// Why nothing can go on.
        var failure: InspectionError?
    }

    /// Begins nothing yet.
    /// - Parameters:
    ///   - home: keeps the journal, in `spool`.
    ///   - category: what it is inspected as: a folder may be watched for several.
    /// - Throws: `InspectionError` where the folder is none, the journal cannot be used, or somebody watches already.
    public init(
        _ folder: FilePath, category: String, home: Home, settings: Settings = Settings()
    ) throws(InspectionError) {
        guard folder.kind == .folder else {
            throw InspectionError(
                .disk, folder, folder.kind == .missing ? "no such folder; check the path" : "is no folder to watch")
        }
        self.folder = folder
        self.settings = settings
        journal = try WatchJournal.open(home.path.appending("spool"), folder: folder, category: category)
        inotify = try Inotify(for: folder)
        state = Mutex(State())
    }

    public var isSimulated: Bool { false }

    public var backlog: StreamBacklog {
        state.withLock { StreamBacklog(inMemory: $0.ready.count + $0.again.count, spilled: $0.spilled) }
    }

    /// Parts of an earlier watch that still wait, before `start`.
    public func left() throws(InspectionError) -> Int { try journal.waitingCount(after: 0) }

    public func start(
        wake: @escaping @Sendable () -> Void, news: @escaping @Sendable (StreamNews) -> Void
    ) throws(InspectionError) {
        try journal.forgetMissing()
        var desk = WatchDesk(
            tree: WatchedTree(folder, isRecursive: settings.isRecursive, inotify: inotify),
            files: SettlingFiles(timing: .init(settle: settings.settle, patience: settings.patience)), journal: journal,
            news: news)
        try desk.begin(takesExisting: settings.takesExisting)
        try refill()
        let every = settings.rescan ?? (RemoteFolder.isRemote(folder) ? 2 : nil)
        running.enter()
        thread.async { [self, desk] in
            SignalMask.leavingTerminalToMain { work(desk, rescan: every, wake: wake) }
            running.leave()
        }
        wake()
    }

    public func next(at now: Double) throws(InspectionError) -> StreamStep {
        if let failure = state.withLock({ $0.failure }) { throw failure }
        if let id = takeAgain(), let entry = try journal.entry(id) { return .part(arrival(entry)) }
        if state.withLock({ $0.ready.isEmpty && $0.spilled > 0 }) { try refill() }
        let entry = state.withLock { $0.ready.isEmpty ? nil : $0.ready.removeFirst() }
        // Its file may have been renamed while it waited.
        guard let entry, let current = try journal.entry(entry.id) else { return .nothing }
        return .part(arrival(current))
    }

    public func judge(_ finding: Finding, of arrival: StreamArrival) throws(InspectionError) -> StreamDisposition {
        guard let entry = try journal.entry(arrival.ticket) else { return .report }
        if let digest = finding.digest, try journal.isReported(digest, like: entry) {
            try journal.finish(entry.id, digest: digest)
            return .duplicate
        }
        // Not what came up: the file was renamed or is being written again. It gets a moment, once.
        guard case .failed = finding.outcome, finding.digest == nil || finding.digest != entry.digest,
            state.withLock({ $0.retried.insert(entry.id).inserted })
        else { return .report }
        state.withLock { $0.again.append((entry.id, .now + .seconds(settings.settle + 1))) }
        inotify.interrupt()
        return .again
    }

    public func finish(_ finding: Finding, of arrival: StreamArrival) throws(InspectionError) {
        try journal.finish(arrival.ticket, digest: finding.digest)
        state.withLock { state in
            state.retried.remove(arrival.ticket)
            if finding.digest == nil { state.unread.append(arrival.part.path) }
        }
        if finding.digest == nil { inotify.interrupt() }
    }

    /// What waits is inspected by the next watch.
    public func stop(inGoodOrder: Bool) {
        state.withLock { ($0.isStopped, $0.endsInGoodOrder) = (true, inGoodOrder) }
        inotify.interrupt()
        running.wait()
        journal.close(inGoodOrder: inGoodOrder && state.withLock { $0.failure == nil })
    }

    private func arrival(_ entry: WatchJournal.Entry) -> StreamArrival {
        var name = entry.path
        _ = name.removePrefix(folder)
        // What came up before this watch began came up at its beginning.
        return StreamArrival(
            part: Part(path: entry.path, name: name), time: Double(max(0, entry.time - began)) / 1000, ticket: entry.id)
    }

    private func takeAgain() -> Int64? {
        state.withLock { state in
            guard let place = state.again.firstIndex(where: { $0.due <= .now }) else { return nil }
            return state.again.remove(at: place).id
        }
    }

    /// Takes entries of the journal into memory, as many as there is room for.
    private func refill() throws(InspectionError) {
        let (newest, room) = state.withLock { ($0.newest, settings.bound - $0.ready.count) }
        let entries = room > 0 ? try journal.waiting(after: newest, limit: room) : []
        let last = entries.last?.id ?? newest
        let spilled = try journal.waitingCount(after: last)
        state.withLock { state in
            // Somebody else may have been quicker.
            guard state.newest == newest else { return }
            state.ready += entries
            state.newest = last
            state.spilled = spilled
        }
    }

    // MARK: The watching thread

    private func work(_ desk: WatchDesk, rescan: Double?, wake: () -> Void) {
        var desk = desk
        while !state.withLock({ $0.isStopped }) {
            let isBusy = !desk.isIdle || state.withLock { !$0.again.isEmpty }
            inotify.wait(milliseconds: desk.hasMore ? 0 : isBusy ? 50 : rescan.map { Int32($0 * 1000) } ?? -1)
            do throws(InspectionError) {
                let unread = state.withLock { state in
                    defer { state.unread = [] }
                    return state.unread
                }
                try desk.look(at: unread)
                if try desk.turn(rescan: rescan) { try refill() }
                wake()
            } catch {
                state.withLock { $0.failure = error }
                return wake()
            }
        }
        guard state.withLock({ $0.endsInGoodOrder }) else { return }
        do throws(InspectionError) {
            try desk.leave()
            try refill()
        } catch {
            // The next watch then takes this one for broken off, and reads the folder.
            state.withLock { $0.failure = error }
        }
    }
}
