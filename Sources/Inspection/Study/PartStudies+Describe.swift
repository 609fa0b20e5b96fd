import Detectors
import Disk
import Foundation
import Network
import Raster
import Synchronization
import SystemPackage

/// How far looking at the good parts has come.
public struct DescriptionProgress: Equatable, Sendable {
    /// Files looked at, of all in the category's folder of good parts.
    public let done: Int
    public let total: Int
    /// Parts that were learnt from and are not in the folder any more; known once it is finished, 0 before.
    public let missing: Int
    /// Also where it was cancelled.
    public let isFinished: Bool

    public init(done: Int, total: Int, missing: Int, isFinished: Bool) {
        (self.done, self.total, self.missing, self.isFinished) = (done, total, missing, isFinished)
    }
}

extension PartStudies {
    /// Descriptors that are written together.
    private static let batchSize = 64

    /// Looks at the good parts in the background, on one thread that gives way to every other, and returns at once. A
    /// second call does nothing. Parts that are in the cache are not looked at again.
    /// - Parameter report: told how far it is, from that thread, a few times a second and at the end.
    public func describe(report: @escaping @Sendable (DescriptionProgress) -> Void = { _ in }) {
        let isFirst = description.withLock { state in
            defer { state.isStarted = true }
            return !state.isStarted && !state.isCancelled
        }
        guard isFirst else { return }
        // A thread of its own: one of a pool could not be given its priority back.
        let thread = Thread { [weak self] in
            GivingWay.all.lowerThisThread()
            SignalMask.leavingTerminalToMain { self?.describeNow(report: report) }
        }
        thread.name = "part-descriptors"
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// The same on the calling thread.
    public func describeNow(report: (DescriptionProgress) -> Void = { _ in }) {
        description.withLock { $0.isStarted = true }
        let files = category.calibrationParts
        var round = Round()
        round.known =
            attempt { cache throws(InspectionError) in
                try cache.descriptors(calibration: calibration, length: detector.descriptorLength)
            } ?? [:]
        var seen: Set<SHA256Digest> = []
        var lastReport = ContinuousClock.now
        for (done, part) in files.enumerated() {
            if isCancelled { break }
            if let entry = entry(part, &round, seen) {
                seen.insert(entry.digest)
                catalogue.withLock { $0.add(entry) }
            }
            if round.descriptors.count >= Self.batchSize { keep(&round) }
            if .now - lastReport > .milliseconds(200) {
                lastReport = .now
                tell(.init(done: done + 1, total: files.count, missing: 0, isFinished: false), report)
            }
        }
        keep(&round)
        let done = isCancelled ? seen.count : files.count
        let missing = isCancelled ? 0 : learnt.count - round.present.count
        tell(.init(done: done, total: files.count, missing: missing, isFinished: true), report)
    }

    /// How far it is.
    public var progress: DescriptionProgress { description.withLock { $0.progress } }

    /// What the cache could not do, first of all; the good parts are compared with all the same.
    public var trouble: InspectionError? { description.withLock { $0.trouble } }

    /// Stops looking at good parts, at the latest after the one that is being looked at.
    public func cancel() { description.withLock { $0.isCancelled = true } }

    private var isCancelled: Bool { description.withLock { $0.isCancelled } }

    private func tell(_ progress: DescriptionProgress, _ report: (DescriptionProgress) -> Void) {
        description.withLock { $0.progress = progress }
        report(progress)
    }

    /// One run over the folder.
    private struct Round {
        var inspector: Inspector?
        var known: [SHA256Digest: [Float]] = [:]
        /// Learnt parts that were found.
        var present: Set<SHA256Digest> = []
        /// Not written yet.
        var descriptors: [(part: SHA256Digest, vector: [Float])] = []
        var files: [(path: FilePath, stamp: FileStamp, digest: SHA256Digest)] = []
    }

    /// `nil` for a file that was not learnt from, cannot be read, or is a copy of one that was seen.
    private func entry(
        _ part: Part, _ round: inout Round, _ seen: Set<SHA256Digest>
    ) -> DescriptorCatalogue.Entry? {
        guard let stamp = FileStamp(part.path) else { return nil }
        var bytes: [UInt8]?
        var digest =
            attempt { cache throws(InspectionError) in
                try cache.digest(of: part.path, stamp: stamp)
            } ?? nil
        if digest == nil {
            bytes = try? part.path.readAll(limit: DecodeLimits.standard.fileBytes)
            digest = bytes.map { SHA256Digest(hashing: $0) }
            if let digest { round.files.append((part.path, stamp, digest)) }
        }
        guard let digest, learnt.contains(digest) else { return nil }
        round.present.insert(digest)
        guard !seen.contains(digest) else { return nil }
        if let vector = round.known[digest] { return .init(path: part.path, digest: digest, vector: vector) }
        bytes = bytes ?? (try? part.path.readAll(limit: DecodeLimits.standard.fileBytes))
        // It may be another file by now.
        guard let bytes, SHA256Digest(hashing: bytes) == digest, let vector = descriptor(bytes, part, &round) else {
            return nil
        }
        round.descriptors.append((digest, vector))
        return .init(path: part.path, digest: digest, vector: vector)
    }

    private func descriptor(_ bytes: [UInt8], _ part: Part, _ round: inout Round) -> [Float]? {
        guard let picture = try? detector.recipe.picture(of: bytes, name: part.path),
            let inspector = try? round.inspector ?? Inspector(detector, backbone: backbone)
        else { return nil }
        round.inspector = inspector
        guard (try? inspector.embed(prepared: picture, slot: 0, onlyItself: true)) != nil else { return nil }
        return inspector.descriptor()
    }

    private func keep(_ round: inout Round) {
        let (descriptors, files) = (round.descriptors, round.files)
        (round.descriptors, round.files) = ([], [])
        _ = attempt { cache throws(InspectionError) in
            try cache.store(descriptors: descriptors, calibration: calibration)
            try cache.store(files: files)
        }
    }

    /// The cache saves time and no more: what it cannot do is noted.
    private func attempt<T>(_ body: (ScoreCache) throws(InspectionError) -> T) -> T? {
        guard let cache else { return nil }
        do {
            return try body(cache)
        } catch {
            description.withLock { $0.trouble = $0.trouble ?? error }
            return nil
        }
    }
}
