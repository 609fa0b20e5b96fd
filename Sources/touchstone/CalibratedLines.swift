import Detectors
import Disk
import Foundation
import Inspection
import Network
import SystemPackage

/// The categories of a home that can score, each loaded when its first part comes.
final class CalibratedLines {
    /// A category with everything that scoring it takes.
    struct Line {
        let category: String
        let calibration: Calibration
        let threshold: Float
        let backbone: Backbone
        let digest: SHA256Digest
    }

    /// Consecutive parts of one category; `nil` for parts that belong to none.
    struct Run {
        let category: String?
        let parts: [Part]
    }

    private let home: Home
    private let ledger: Ledger
    private let store: CalibrationStore
    private let loader: BackboneLoader
    private let backbone: String?
    /// Whether there is one part only: all cores then work on it, else each on parts of its own.
    private let isAlone: Bool
    /// Names of calibrated categories.
    private let names: [String]
    private let only: String?
    /// What was loaded, or why it could not be.
    private var loaded: [String: Result<Line, Failure>] = [:]

    /// - Parameters:
    ///   - backbone: where to look for a calibration's backbone first.
    ///   - only: the one category to score with.
    ///   - isAlone: whether one part is all there is to score.
    /// - Throws: `Failure` where nothing is calibrated, or not what was asked for.
    init(_ home: Home, backbone: String?, only: String?, isAlone: Bool) throws {
        guard home.ledger.kind == .file else {
            throw Failure("\(home.path.printable): nothing is calibrated yet; run: touchstone calibrate DIR")
        }
        self.home = home
        self.backbone = backbone
        self.isAlone = isAlone
        loader = BackboneLoader(home)
        self.only = only
        ledger = try home.openLedger(access: .readOnlyFallback)
        store = .open(home.calibrations, ledger: ledger)
        names = Array(Set(try store.list().map(\.category))).sorted()
        guard !names.isEmpty else {
            throw Failure("\(home.path.printable): nothing is calibrated yet; run: touchstone calibrate DIR")
        }
        if let only, !names.contains(only) {
            let known = names.map(\.printable).joined(separator: ", ")
            throw Failure("category \(only.printable) is not calibrated; calibrated are: \(known)")
        }
    }

    /// Splits files into runs of one category, in their order.
    func runs(_ files: [FilePath]) -> [Run] {
        var runs: [Run] = []
        var start = 0
        let categories = files.map(category)
        while start < files.count {
            var end = start
            while end < files.count, categories[end] == categories[start] { end += 1 }
            let parts = files[start..<end].map { Part(path: $0, name: $0) }
            runs.append(Run(category: categories[start], parts: parts))
            start = end
        }
        return runs
    }

    private func category(_ file: FilePath) -> String? {
        if let only { return only }
        let folders = Self.absolute(file).removingLastComponent().components
        return folders.reversed().map(\.string).first(where: names.contains) ?? (names.count == 1 ? names[0] : nil)
    }

    private static func absolute(_ path: FilePath) -> FilePath {
        path.isAbsolute
            ? path.lexicallyNormalized()
            : FilePath(FileManager.default.currentDirectoryPath).pushing(path).lexicallyNormalized()
    }

    /// Scores a run and hands its findings over in order.
    func score(_ run: Run, isCancelled: () -> Bool, report: (Finding, Line?) throws -> Void) throws {
        guard let name = run.category else {
            let known = names.map(\.printable).joined(separator: ", ")
            for part in run.parts {
                let reason =
                    part.path.kind == .missing
                    ? "\(part.path.printable): no such file or folder; check the path"
                    : "\(part.path.printable): belongs to no calibrated category; say --category (\(known))"
                try report(Finding(part: part, digest: nil, outcome: .failed(reason)), nil)
            }
            return
        }
        let line: Line
        switch self.line(name) {
        case .success(let loaded): line = loaded
        case .failure(let failure):
            // The parts of other categories can be scored all the same.
            for part in run.parts {
                try report(Finding(part: part, digest: nil, outcome: .failed(failure.line)), nil)
            }
            return
        }
        let batch = isAlone ? 1 : InspectionQueue.standardBatch
        try InspectionQueue.findings(
            of: run.parts, batch: batch,
            makeScorer: InspectionQueue.scorers(line.calibration.detector, backbone: line.backbone, batch: batch),
            isCancelled: isCancelled
        ) { try report($0, line) }
    }

    /// The one line that all of these files belong to.
    /// - Throws: `Failure` where they belong to none, or to several.
    func line(ofAll files: [FilePath]) throws -> Line {
        let found = Set(files.map(category))
        guard found.count == 1, let name = found.first ?? nil else {
            let known = names.map(\.printable).joined(separator: ", ")
            throw Failure("the parts belong to no one calibrated category; say --category (\(known))")
        }
        return try line(named: name)
    }

    /// - Throws: `Failure`, why it cannot score.
    func line(named name: String) throws -> Line {
        do {
            return try load(name)
        } catch {
            throw error as? Failure ?? Failure("\(error)")
        }
    }

    private func line(_ name: String) -> Result<Line, Failure> {
        if let known = loaded[name] { return known }
        let line: Result<Line, Failure>
        do {
            line = .success(try load(name))
        } catch {
            let failure = error as? Failure ?? Failure("\(error)")
            failure.report()
            line = .failure(failure)
        }
        loaded[name] = line
        return line
    }

    private func load(_ name: String) throws -> Line {
        guard let entry = try store.current(category: name),
            let recipe = try? JSONDecoder().decode(Recipe.self, from: Data(entry.recipe.utf8))
        else { throw Failure("category \(name.printable): its calibration is not readable; calibrate again") }
        guard let threshold = try ledger.threshold(category: name, calibration: entry.digest) else {
            throw Failure("category \(name.printable): its calibration has no threshold; calibrate again")
        }
        // Scored in f32, embeddings would lie beside the good parts' by as much as good parts do from each other.
        guard Precision(rawValue: recipe.networkPrecision)?.isNative == true else {
            throw Failure(
                "category \(name.printable): was calibrated in \(recipe.networkPrecision.printable), which this processor "
                    + "does not multiply natively; calibrate again here, or with --precision f32 for every machine")
        }
        let backbone = try loader.load(
            for: recipe, hint: backbone, threads: isAlone ? ComputeThreads.workers : ComputeThreads.network)
        let calibration = try Workbench.load(entry.digest, from: store, backbone: backbone)
        return Line(
            category: name, calibration: calibration, threshold: threshold.value, backbone: backbone,
            digest: entry.digest)
    }
}
