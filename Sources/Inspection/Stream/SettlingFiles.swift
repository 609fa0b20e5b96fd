import Disk
import SystemPackage

/// Files that may still be written: which of them can be looked at, and when. It holds no clock and asks no disk, so
/// that its decisions can be tested without either.
///
/// A file is looked at as soon as its writer has closed it or it was renamed into place; and, for writers on another
/// machine whose closing is not seen here, when it has not changed for a while. One that is no whole picture then is
/// looked at again when it has changed. After the patience is over it is given up for what it is.
package struct SettlingFiles: Sendable {
    package struct Timing: Equatable, Sendable {
        /// Seconds without a change after which a file is looked at.
        package var settle = 0.5
        /// Seconds without a change after which it is taken as it is.
        package var patience = 10.0

        package init(settle: Double, patience: Double) { (self.settle, self.patience) = (settle, patience) }
    }

    package enum Look: Equatable, Sendable {
        /// See whether it is whole, and decide again if not.
        case tentative
        /// Take it whatever it is.
        case final
    }

    private struct Candidate: Sendable {
        var stamp: ArrivalStamp?
        /// When the stamp was last seen to change.
        var since: Double
        var isClosed: Bool
        /// Looked at with this stamp, and not whole.
        var isDoubtful = false
    }

    package let timing: Timing
    private var candidates: [FilePath: Candidate] = [:]

    package init(timing: Timing) { self.timing = timing }

    package var isEmpty: Bool { candidates.isEmpty }
    package var count: Int { candidates.count }
    package var paths: [FilePath] { Array(candidates.keys) }

    /// A file was made or changed.
    /// - Parameter isClosed: whether nobody is writing it any more.
    package mutating func note(_ path: FilePath, isClosed: Bool, now: Double) {
        var candidate = candidates[path] ?? Candidate(stamp: nil, since: now, isClosed: false)
        // Closed again: somebody may have written what was missing within one tick of the file system's clock.
        if isClosed { (candidate.isClosed, candidate.isDoubtful) = (true, false) }
        candidates[path] = candidate
    }

    /// It was taken, or is not there any more.
    package mutating func drop(_ path: FilePath) { candidates[path] = nil }

    package mutating func drop(below folder: FilePath) {
        for path in candidates.keys where path.starts(with: folder) { candidates[path] = nil }
    }

    package mutating func dropAll() { candidates = [:] }

    /// It was looked at and is no whole picture, at this stamp.
    package mutating func doubt(_ path: FilePath) {
        candidates[path]?.isDoubtful = true
        candidates[path]?.isClosed = false
    }

    /// What can be looked at now, in the order of the paths' bytes.
    /// - Parameter stamp: asked once for each file; `nil` for one that is gone, which is forgotten.
    package mutating func due(now: Double, stamp: (FilePath) -> ArrivalStamp?) -> [(path: FilePath, look: Look)] {
        var due: [(path: FilePath, look: Look)] = []
        for path in Array(candidates.keys) {
            if let look = look(at: path, now: now, stamp: stamp) { due.append((path, look)) }
        }
        return due.sorted { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
    }

    /// Whether one file can be looked at now; `nil` also for one that is not waited for.
    package mutating func look(at path: FilePath, now: Double, stamp: (FilePath) -> ArrivalStamp?) -> Look? {
        guard var candidate = candidates[path] else { return nil }
        guard let current = stamp(path) else {
            candidates[path] = nil
            return nil
        }
        defer { candidates[path] = candidate }
        if current != candidate.stamp {
            // Of a file that had to wait for its first look nobody knows how long it has stood still: it may have
            // settled, but its patience is not over.
            candidate.since = candidate.stamp == nil ? max(candidate.since, now - timing.settle) : now
            candidate.stamp = current
            candidate.isDoubtful = false
        }
        let age = now - candidate.since
        if age >= timing.patience { return .final }
        return !candidate.isDoubtful && (candidate.isClosed || age >= timing.settle) ? .tentative : nil
    }
}
