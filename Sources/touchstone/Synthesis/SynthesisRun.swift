import Disk
import Network
import Pretraining
import Raster
import Synchronization
import SystemPackage

/// Writes a folder of synthetic defects, several pictures at a time; each is seeded by its number, so that neither order
/// nor cores matter.
struct SynthesisRun: Sendable {
    let folder: SyntheticFolder
    let painter: DefectPainter
    let grey: Bool
    let size: WantedSize?
    let seed: UInt64
    let isCancelled: @Sendable () -> Bool

    struct Outcome {
        var made = 0
        var copied = 0
        /// Of those made, how many are fainter than was asked.
        var faint = 0
        /// Parts that cannot be read, one line each.
        var refusals: [String] = []
    }

    private enum Job: Sendable {
        case copy(FilePath, SyntheticFolder.Share, Int)
        case paint(FilePath, Int)
    }

    private enum Done: Sendable {
        case copied
        case painted(row: String, isFaint: Bool)
        /// The part's fault, and its path.
        case refused(FilePath, String)
        /// The disk's fault: nothing more can be written.
        case failed(any Error)
    }

    /// - Parameter count: of defects. Where parts are more, they are taken at equal distances; where fewer, again and again.
    /// - Throws: `DiskError`; what was written before is whole, and so is the table of it.
    func run(_ division: PartDivision, count: Int, progress: (Double) -> Void) throws -> Outcome {
        let jobs =
            division.learnt.enumerated().map { Job.copy($1, .train, $0) }
            + division.tested.enumerated().map { Job.copy($1, .test, $0) }
            + (0..<count).map { i in
                let parts = division.painted
                return Job.paint(parts[count < parts.count ? i * parts.count / count : i % parts.count], i)
            }
        var outcome = Outcome()
        var rows: [String] = []
        var refused: Set<FilePath> = []
        var failure: (any Error)?
        let round = 8
        for start in stride(from: 0, to: jobs.count, by: round) where failure == nil && !isCancelled() {
            let some = Array(jobs[start..<min(start + round, jobs.count)])
            let results = Mutex<[Done?]>(Array(repeating: nil, count: some.count))
            Teamwork.perform(some.count) { i in
                if isCancelled() { return }
                let done = perform(some[i])
                results.withLock { $0[i] = done }
            }
            for case let done? in results.withLock({ $0 }) {
                switch done {
                case .copied: outcome.copied += 1
                case .painted(let row, let isFaint):
                    outcome.made += 1
                    outcome.faint += isFaint ? 1 : 0
                    rows.append(row)
                case .refused(let part, let line):
                    if refused.insert(part).inserted { outcome.refusals.append(line) }
                case .failed(let error): failure = failure ?? error
                }
            }
            progress(Double(start + some.count) / Double(jobs.count))
        }
        if let failure {
            try? folder.writeTable(rows)
            throw failure
        }
        try folder.writeTable(rows)
        return outcome
    }

    private func perform(_ job: Job) -> Done {
        switch job {
        case .copy(let part, let share, let index): copy(part, share, index)
        case .paint(let part, let index): paint(part, index)
        }
    }

    private func paint(_ part: FilePath, _ index: Int) -> Done {
        let image: Image
        do {
            let whole = try Image.read(part)
            image = size.map { whole.resized(width: $0.width, height: $0.height) } ?? whole
        } catch {
            return .refused(part, "\(error)")
        }
        var random = SeededRandom(seed: seed, 2, UInt64(index))
        let painted = painter.paint(image, grey: grey, random: &random)
        do {
            try folder.write(painted, as: index)
        } catch {
            return .failed(error)
        }
        let row = SyntheticRow.text(painted, picture: folder.picture(index), mask: folder.mask(index), part: part)
        return .painted(row: row, isFaint: painted.contrast < painter.contrast)
    }

    /// Byte for byte, unless parts are resized.
    private func copy(_ part: FilePath, _ share: SyntheticFolder.Share, _ index: Int) -> Done {
        var bytes: [UInt8]
        var ending = part.extension?.lowercased() ?? "png"
        do {
            bytes = try part.readAll(limit: DecodeLimits.standard.fileBytes)
            let whole = try Image.decode(bytes, name: part)
            if let size {
                bytes = try whole.resized(width: size.width, height: size.height).encodedPNG()
                ending = "png"
            }
        } catch {
            return .refused(part, "\(error)")
        }
        do {
            try folder.path.pushing(folder.good(share, index, ending)).writeAtomically(bytes)
        } catch {
            return .failed(error)
        }
        return .copied
    }
}
