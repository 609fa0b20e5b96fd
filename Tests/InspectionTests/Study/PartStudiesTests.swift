import Detectors
import Disk
import Dispatch
import Foundation
import Inspection
import Network
import Raster
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// Studies with a small network, over good parts of two kinds: bright and dark ones.
struct PartStudiesTests {
    private let backbone: Backbone
    private let recipe: Recipe

    init() throws {
        let network = TinyNetwork(seed: 1)
        backbone = try Backbone(
            checkpoint: network.checkpoint, architecture: network.architecture, width: 64, height: 32)
        recipe = Recipe(
            backbone: backbone, inputProtocol: .whole, channels: [0, 3, 4, 9, 15, 17, 22, 30, 38, 50], seed: nil)
    }

    private func picture(_ seed: Int, bright: Bool) -> Image {
        let noise = TinyNetwork(seed: seed).image(width: 128, height: 64)
        return Image(width: 128, height: 64, pixels: noise.pixels.map { (bright ? 180 : 20) + $0 / 8 })
    }

    private struct Line {
        let folder: FilePath
        let category: Inspection.Category
        let calibration: Calibration
        let digest: SHA256Digest
        let backbone: Backbone

        func studies(_ cache: ScoreCache? = nil, of category: Inspection.Category? = nil) -> PartStudies {
            PartStudies(
                category: category ?? self.category, calibration: calibration, digest: digest, backbone: backbone,
                cache: cache)
        }

        func anomaly(_ path: FilePath) throws -> (SHA256Digest, Anomaly) {
            let bytes = try path.readAll(limit: 1 << 20)
            let inspector = try Inspector(calibration.detector, backbone: backbone)
            let picture = try calibration.recipe.picture(of: bytes, name: path)
            return (SHA256Digest(hashing: bytes), try inspector.inspect(prepared: picture))
        }
    }

    private func withLine(_ body: (Line) throws -> Void) throws {
        try withTemporaryFolder { folder in
            for i in 0..<6 {
                try folder.add("train/good/bright\(i).png", try picture(i, bright: true).encodedPNG())
                try folder.add("train/good/dark\(i).png", try picture(20 + i, bright: false).encodedPNG())
            }
            try folder.add("test/bad/dark.png", try picture(40, bright: false).encodedPNG())
            try folder.add("test/bad/bright.png", try picture(41, bright: true).encodedPNG())
            let category = try #require(try CategoryFolder.scan(folder).categories.first)
            let calibration = try Calibrator(backbone: backbone, recipe: recipe).calibrate(category).calibration
            try body(
                Line(
                    folder: folder, category: category, calibration: calibration,
                    digest: SHA256Digest(hashing: [1]), backbone: backbone))
        }
    }

    @Test func findsTheGoodPartThatLooksAlike() throws {
        try withLine { line in
            let studies = line.studies()
            studies.describeNow()
            #expect(studies.progress == .init(done: 12, total: 12, missing: 0, isFinished: true))
            for part in line.category.parts {
                let (digest, anomaly) = try line.anomaly(part.path)
                let study = try studies.study(part, digest: digest, anomaly: anomaly, pixelThreshold: anomaly.score)
                let kind = part.name.lastComponent?.string.prefix(4)
                #expect(study.compared == 12 && study.nearest.count == 3)
                #expect(study.nearest.allSatisfy { $0.path.lastComponent?.string.prefix(4) == kind })
                #expect(study.nearest.map(\.distance) == study.nearest.map(\.distance).sorted())
                #expect(study.nearest.allSatisfy { $0.distance > 0 })
                let first = study.nearest[0]
                #expect(try SHA256Digest(hashing: first.path.readAll(limit: 1 << 20)) == first.digest)
            }
            // One of the good parts themselves: the others are compared with, it is not.
            let own = line.category.calibrationParts[0]
            let (digest, anomaly) = try line.anomaly(own.path)
            let study = try studies.study(own, digest: digest, anomaly: anomaly, pixelThreshold: 0)
            #expect(study.nearest.allSatisfy { $0.digest != digest && $0.distance > 0 })
        }
    }

    @Test func sharesAreThoseOfTheScoresDistances() throws {
        try withLine { line in
            let studies = line.studies()
            let part = line.category.parts[0]
            let (digest, anomaly) = try line.anomaly(part.path)
            let grid = try #require(anomaly.grid)
            let study = try studies.study(part, digest: digest, anomaly: anomaly, pixelThreshold: anomaly.score)
            #expect(study.map == line.calibration.detector.map(of: anomaly))
            #expect(study.size == .init(width: 128, height: 64) && study.digest == digest)
            let found = try #require(study.regions)
            let worst = try #require(found.regions.first)
            #expect(worst.peak == anomaly.score && found.count == 1)
            #expect(study.nearest.isEmpty && study.compared == 0)
            let lower = try studies.study(part, digest: digest, anomaly: anomaly, pixelThreshold: anomaly.score * 0.8)
            let wider = try #require(lower.regions)
            #expect(wider == studies.regions(of: study, at: anomaly.score * 0.8))
            #expect(wider.regions.count == lower.shares.count && wider.share > found.share)
            for (region, shares) in zip(wider.regions, lower.shares) {
                let distance = grid[region.peakPatch.x, region.peakPatch.y]
                #expect(abs(shares.distance - distance) <= 1e-4 * distance)
                #expect(abs(shares.taps.reduce(0) { $0 + $1.share } - 1) < 1e-5)
            }
            // A finding without its grid is studied all the same.
            let bare = try studies.study(
                part, digest: digest, anomaly: Anomaly(score: anomaly.score, grid: nil),
                pixelThreshold: anomaly.score)
            #expect(bare.map == study.map && bare.regions == study.regions && bare.shares == study.shares)
            // So is one with a grid that a damaged cache made up.
            let wrong = Anomaly(score: anomaly.score, grid: Plane(width: 1, height: 1, values: [0]))
            #expect(try studies.study(part, digest: digest, anomaly: wrong, pixelThreshold: anomaly.score) == study)
        }
    }

    @Test func aFileThatChangedIsRefused() throws {
        try withLine { line in
            let part = line.category.parts[0]
            let (digest, anomaly) = try line.anomaly(part.path)
            let studies = line.studies()
            _ = try studies.study(part, digest: digest, anomaly: anomaly, pixelThreshold: 1)
            try part.path.writeAtomically(try picture(99, bright: true).encodedPNG())
            let error = #expect(throws: InspectionError.self) {
                try studies.study(part, digest: digest, anomaly: anomaly, pixelThreshold: 1)
            }
            #expect(error?.code == .changed)
        }
    }

    /// What was described once is read from the cache, to the bit; gone and foreign files are passed over.
    @Test func descriptionsAreKept() throws {
        try withLine { line in
            let cache = try ScoreCache.open(line.folder.appending("scores.sqlite"))
            let first = line.studies(cache)
            first.describeNow()
            #expect(first.trouble == nil)
            let part = line.category.parts[0]
            let (digest, anomaly) = try line.anomaly(part.path)
            let fresh = try first.study(part, digest: digest, anomaly: anomaly, pixelThreshold: 1)

            let second = line.studies(try ScoreCache.open(line.folder.appending("scores.sqlite")))
            second.describeNow()
            let known = try second.study(part, digest: digest, anomaly: anomaly, pixelThreshold: 1)
            #expect(known == fresh)

            // One file gone, one that was not learnt, one moved: its descriptor is still that of its bytes.
            let parts = line.category.calibrationParts
            let gone = fresh.nearest[0].path
            try FileManager.default.removeItem(atPath: gone.string)
            let moved = line.folder.appending("train/good/zz.png")
            try FileManager.default.moveItem(atPath: fresh.nearest[1].path.string, toPath: moved.string)
            try line.folder.add("train/good/foreign.png", try picture(77, bright: true).encodedPNG())
            let rescanned = try #require(try CategoryFolder.scan(line.folder).categories.first)
            let third = line.studies(cache, of: rescanned)
            third.describeNow()
            #expect(third.progress == .init(done: 12, total: 12, missing: 1, isFinished: true))
            let rest = try third.study(part, digest: digest, anomaly: anomaly, pixelThreshold: 1)
            #expect(rest.compared == 11 && parts.count == 12)
            #expect(rest.nearest[0].path == moved && rest.nearest[0].digest == fresh.nearest[1].digest)

            try cache.forget(calibration: line.digest)
            let fourth = line.studies(cache, of: rescanned)
            fourth.describeNow()
            #expect(try fourth.study(part, digest: digest, anomaly: anomaly, pixelThreshold: 1) == rest)
        }
    }

    @Test func describingInTheBackgroundEndsAndCanBeCancelled() throws {
        try withLine { line in
            let finished = DispatchSemaphore(value: 0)
            let reports = Mutex<[DescriptionProgress]>([])
            let studies = line.studies()
            let report: @Sendable (DescriptionProgress) -> Void = { progress in
                reports.withLock { $0.append(progress) }
                if progress.isFinished { finished.signal() }
            }
            studies.describe(report: report)
            studies.describe(report: report)  // does nothing
            let part = line.category.parts[0]
            let (digest, anomaly) = try line.anomaly(part.path)
            // Studies do not wait for it.
            for _ in 0..<20 { _ = try studies.study(part, digest: digest, anomaly: anomaly, pixelThreshold: 1) }
            finished.wait()
            #expect(try studies.study(part, digest: digest, anomaly: anomaly, pixelThreshold: 1).compared == 12)
            #expect(reports.withLock { $0.filter(\.isFinished).count } == 1)

            let cancelled = line.studies()
            cancelled.cancel()
            cancelled.describeNow()
            #expect(cancelled.progress.isFinished)
            #expect(try cancelled.study(part, digest: digest, anomaly: anomaly, pixelThreshold: 1).compared == 0)
        }
    }

    @Test func studiesFromSeveralThreadsAreThoseOfOne() throws {
        try withLine { line in
            let studies = line.studies()
            studies.describeNow()
            let parts = line.category.parts
            let known = try parts.map { try line.anomaly($0.path) }
            let alone = try parts.indices.map {
                try studies.study(parts[$0], digest: known[$0].0, anomaly: known[$0].1, pixelThreshold: 1)
            }
            let differing = Atomic(0)
            DispatchQueue.concurrentPerform(iterations: 40) { i in
                let k = i % parts.count
                let study = try? studies.study(
                    parts[k], digest: known[k].0, anomaly: known[k].1, pixelThreshold: 1)
                if study != alone[k] { differing.add(1, ordering: .relaxed) }
            }
            #expect(differing.load(ordering: .relaxed) == 0)
        }
    }

    /// A station holds many findings: they can do without their grids, and the cache gives them back at once.
    @Test func gridsComeBackFromTheScoreCache() throws {
        try withLine { line in
            let cache = try ScoreCache.open(line.folder.appending("scores.sqlite"))
            let known = KnownScores(cache, calibration: line.digest)
            var findings: [Finding] = []
            InspectionQueue.findings(
                of: line.category.calibrationParts, known: known, batch: 2,
                makeScorer: InspectionQueue.scorers(line.calibration.detector, backbone: backbone, batch: 2)
            ) { finding in
                // Also before it is written.
                check(finding, known)
                findings.append(finding)
            }
            #expect(findings.count == 12)
            for finding in findings { check(finding, known) }
        }
    }

    private func check(_ finding: Finding, _ known: KnownScores) {
        let light = finding.withoutGrid
        #expect(light.score == finding.score)
        #expect(light.part == finding.part)
        #expect(gridSize(light) == 0)
        guard let digest = finding.digest, let back = known.anomaly(digest) else {
            Issue.record("\(finding.part.name.printable) is not known")
            return
        }
        #expect(light.digest == digest)
        #expect(back.score == finding.score)
        #expect(back.grid?.values.count == gridSize(finding))
        #expect(gridSize(finding) > 0)
    }

    private func gridSize(_ finding: Finding) -> Int {
        guard case .scored(let anomaly) = finding.outcome else { return 0 }
        return anomaly.grid?.values.count ?? 0
    }
}
