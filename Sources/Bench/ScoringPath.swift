import Detectors
import Disk
import Dispatch
import Inspection
import Network
import Raster
import Synchronization
import SystemPackage

/// How the product scores, called as its commands call it. The only place of the benchmark that knows.
struct ScoringPath {
    let setting: Setting

    /// Files to scores through the inspection's queue, nothing remembered from earlier.
    /// - Returns: seconds from the first file's opening to the last score.
    /// - Throws: `BenchError.parts` when a part could not be scored: its time would count for nothing done.
    func secondsForFolder(_ files: [FilePath]) throws -> Double {
        let failures = Mutex<[String]>([])
        let queue = InspectionQueue(
            parts: files.map { Part(path: $0, name: $0) }, workers: ComputeThreads.workers, order: .asGiven, known: nil,
            batch: InspectionQueue.standardBatch,
            makeScorer: InspectionQueue.scorers(
                setting.calibration.detector, backbone: setting.backbone, batch: InspectionQueue.standardBatch),
            report: { event in
                guard case .finding(let finding) = event, case .failed(let line) = finding.outcome else { return }
                failures.withLock { $0.append(line) }
            })
        let seconds = Stopwatch.time {
            queue.start()
            queue.wait()
        }
        if let line = failures.withLock({ $0.first }) { throw BenchError(.parts, "throughput", line) }
        return seconds
    }

    /// One part at a time with all cores on it.
    /// - Returns: a function from a file to its score.
    func onePart() throws -> (FilePath) throws -> Float {
        let backbone = setting.wideBackbone ?? setting.backbone
        let inspector = try Inspector(setting.calibration.detector, backbone: backbone, threads: backbone.threads)
        let recipe = setting.recipe
        return { path in
            let bytes = try path.readAll(limit: DecodeLimits.standard.fileBytes)
            return try inspector.inspect(prepared: recipe.picture(of: bytes, name: path)).score
        }
    }

    /// The network as the queue runs it: every core busy.
    /// - Returns: a function that runs `parts` pictures through it, and how many those are.
    func network() throws -> (parts: Int, run: () throws -> Void) {
        let passes = Crew(try (0..<ComputeThreads.workers).map { _ in try ForwardPass(setting.backbone) })
        let picture = setting.calibration.golden.image
        let parts = 16 * ComputeThreads.workers
        return (
            parts,
            {
                for outcome in passes.map(parts, { pass, _ in try pass.run(picture) }) { try outcome.get() }
            }
        )
    }

    /// Scoring one part whose embeddings are there already.
    /// - Returns: a function that scores it, and the bytes of the factors that it reads.
    func distances() throws -> (bytes: Int, run: () -> Void) {
        guard let padim = setting.calibration.detector as? PaDiM else {
            throw BenchError(.machine, setting.recipe.detector, "is not what this measures: PaDiM's distances")
        }
        let positions = padim.gridWidth * padim.gridHeight
        let embeddings = [Float](repeating: 0.5, count: positions * setting.recipe.channels.count)
        return (
            padim.whitening.factors.bytes.count,
            { embeddings.withUnsafeBufferPointer { _ = padim.distances(of: $0, threads: setting.workers) } }
        )
    }

    /// Learns the category anew as `calibrate --force` does: hashes, leave-one-out scores, the file and the ledger.
    func calibrate() throws {
        let method = Workbench.Method(backbone: setting.backbone, recipe: setting.recipe)
        _ = try Workbench(home: setting.home) { _ in method }.prepare(setting.category, reuse: .never)
    }
}
