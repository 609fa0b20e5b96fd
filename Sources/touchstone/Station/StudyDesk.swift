import Disk
import Dispatch
import Inspection
import Raster
import Screens
import Synchronization
import SystemPackage

/// Looks at parts more closely for the screen, newest request first; what nobody looks at any more is dropped.
///
/// - `studyQueue` (serial) runs the network on one part at a time;
/// - `detailQueue` (serial) cuts pieces out of pictures in their own pixels, and reads good parts.
final class StudyDesk: Sendable {
    private let inbox: Inbox
    private let inspections: InspectionDesk
    private let studyQueue = DispatchQueue(label: "station.studies", qos: .utility)
    private let detailQueue = DispatchQueue(label: "station.details", qos: .userInteractive)
    private let detail = PictureDetail()
    private let waiting = Mutex(Waiting())
    private let known = Mutex<[String: PartStudies]>([:])

    private struct Waiting: Sendable {
        /// One: a person looks at one part.
        var studies = NewestFirst<String, StudyRequest>(capacity: 1)
        var details = NewestFirst<String, DetailRequest>(capacity: 1)
        var goodParts = NewestFirst<FilePath, (String, FilePath)>(capacity: 2)
    }

    init(inbox: Inbox, inspections: InspectionDesk) {
        self.inbox = inbox
        self.inspections = inspections
    }

    func run(_ order: StudyOrder, of category: Inspection.Category) {
        switch order {
        case .study(let request):
            let dropped = waiting.withLock { $0.studies.push(request, for: "study") }
            for request in dropped { inbox.post(.study(.dropped(request))) }
            studyQueue.async { [self] in
                guard let request = waiting.withLock({ $0.studies.pop() }) else { return }
                inbox.post(.study(.studied(request, GivingWay.little.run { [self] in insight(request, category) })))
            }
        case .detail(let request):
            waiting.withLock { _ = $0.details.push(request, for: "detail") }
            detailQueue.async { [self] in
                guard let request = waiting.withLock({ $0.details.pop() }) else { return }
                if let piece = GivingWay.little.run({ [self] in piece(request) }) { inbox.post(.study(.detail(request, piece))) }
            }
        case .goodPart(let name, let path):
            let dropped = waiting.withLock { $0.goodParts.push((name, path), for: path) }
            for (_, path) in dropped { inbox.post(.study(.droppedGoodPart(path))) }
            detailQueue.async { [self] in
                guard let (name, path) = waiting.withLock({ $0.goodParts.pop() }) else { return }
                inbox.post(.study(.goodPart(path, GivingWay.little.run { [self] in goodPart(path, name) })))
            }
        }
    }

    /// Stops looking at good parts.
    func end() {
        waiting.withLock { $0 = Waiting() }
        known.withLock { $0.values.forEach { $0.cancel() } }
    }

    private func insight(_ request: StudyRequest, _ category: Inspection.Category) -> PartInsight {
        guard let studies = studies(of: category),
            let finding = inspections.finding(category.name, request.path), case .scored(let anomaly) = finding.outcome
        else { return PartInsight(problem: "the part has no score to look into") }
        do {
            return PartInsight(
                try studies.study(
                    finding.part, digest: request.digest, anomaly: anomaly, pixelThreshold: request.threshold))
        } catch {
            return PartInsight(problem: "\(error)".printable)
        }
    }

    /// Those of the calibration that is in force.
    private func studies(of category: Inspection.Category) -> PartStudies? {
        guard let (ready, bench) = inspections.ready(category.name) else { return nil }
        let (studies, isNew) = known.withLock { known -> (PartStudies, Bool) in
            if let old = known[category.name] {
                if old.calibration == ready.digest { return (old, false) }
                old.cancel()
            }
            let studies = PartStudies(
                category: category, calibration: ready.calibration, digest: ready.digest, backbone: ready.backbone,
                cache: bench.scores)
            known[category.name] = studies
            return (studies, true)
        }
        if isNew {
            studies.describe { [weak self] progress in
                if progress.isFinished { self?.inbox.post(.study(.described(category: category.name))) }
            }
        }
        return studies
    }

    private func piece(_ request: DetailRequest) -> PartDetail? {
        let kind = inspections.detector(request.category)?.recipe.inputProtocol ?? .whole
        let piece = try? detail.piece(
            of: request.path, digest: request.digest, inputProtocol: kind, box: ShareBox(request.place),
            atMost: (request.width, request.height))
        return piece.map { PartDetail(image: $0.image, place: $0.box.shares) }
    }

    private func goodPart(_ path: FilePath, _ category: String) -> PartPicture {
        do {
            let image = try Image.decode(try path.readAll(limit: DecodeLimits.standard.fileBytes), name: path)
            return PartPicture(image, detector: inspections.detector(category), map: nil, mask: nil)
        } catch {
            return PartPicture(problem: "\(error)".printable)
        }
    }
}
