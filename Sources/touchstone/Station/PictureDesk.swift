import Detectors
import Disk
import Dispatch
import Inspection
import Raster
import Screens
import Synchronization

/// Reads pictures for the screen, newest request first: whoever leafs through parts sees where they are, not where they
/// were. What is far behind them is not read at all.
final class PictureDesk: Sendable {
    private let inbox: Inbox
    private let inspections: InspectionDesk
    private let queue = DispatchQueue(label: "station.pictures", qos: .userInteractive)
    /// More than the screen wants at once: a part, its neighbours, and the next unjudged one.
    private let waiting = Mutex(NewestFirst<PictureRequest, (PictureRequest, Inspection.Category)>(capacity: 8))
    /// The picture on the screen: those that come next are drawn like it before they are asked for.
    private let shown = Mutex<PartPicture?>(nil)

    init(inbox: Inbox, inspections: InspectionDesk) {
        self.inbox = inbox
        self.inspections = inspections
    }

    func show(_ picture: PartPicture?) { shown.withLock { $0 = picture } }

    func load(_ request: PictureRequest, of category: Inspection.Category) {
        let dropped = waiting.withLock { $0.push((request, category), for: request) }
        for (request, _) in dropped { inbox.post(.pictureDropped(request)) }
        queue.async { [self] in
            guard let (request, category) = waiting.withLock({ $0.pop() }) else { return }
            guard category.parts.indices.contains(request.part) else { return }
            let part = category.parts[request.part]
            if !request.withMap { inspections.promote(part, category: category.name) }
            let read = GivingWay.little.run { [self] in
                let read = picture(part, category.name, withMap: request.withMap)
                if let shown = shown.withLock({ $0 }) { read.rehearse(like: shown) }
                return read
            }
            inbox.post(.picture(request, read))
        }
    }

    private func picture(_ part: Part, _ category: String, withMap: Bool) -> PartPicture {
        do {
            let bytes = try part.path.readAll(limit: DecodeLimits.standard.fileBytes)
            // A verdict on another picture than the one that was scored would be a verdict on the wrong part.
            if let scored = inspections.finding(category, part.path)?.digest, scored != SHA256Digest(hashing: bytes) {
                return PartPicture(
                    problem: "the file has changed since it was inspected; press i in Lines to inspect again")
            }
            let image = try Image.decode(bytes, name: part.path)
            let detector = inspections.detector(category)
            var map: Plane?
            if withMap, let detector, case .scored(let anomaly) = inspections.finding(category, part.path)?.outcome {
                map = detector.map(of: anomaly)
            }
            return PartPicture(image, detector: detector, map: map, mask: (try? part.outline()) ?? nil)
        } catch {
            return PartPicture(problem: "\(error)")
        }
    }
}

extension PartPicture {
    /// Longer side of a picture for the screen: more than the cells of any terminal show of a whole part.
    private static let longestSide = 512

    /// Brings a picture down to what a screen shows of the field of view, and its ground truth with it.
    convenience init(_ image: Image, detector: (any Detector)?, map: Plane?, mask: Mask?) {
        let seen = detector?.recipe.inputProtocol.fieldOfView(image) ?? image
        let scale = min(1, Double(Self.longestSide) / Double(max(seen.width, seen.height)))
        let small = seen.resized(
            width: max(1, Int(Double(seen.width) * scale)), height: max(1, Int(Double(seen.height) * scale)))
        let truth = mask.map { detector?.recipe.inputProtocol.fieldOfView($0) ?? $0 }
        self.init(
            image: small, map: map, mask: truth?.resizedNearest(width: small.width, height: small.height),
            pixels: (image.width, image.height),
            geometry: detector.map {
                MapGeometry(inputProtocol: $0.recipe.inputProtocol, gridWidth: $0.gridWidth, gridHeight: $0.gridHeight)
            })
    }
}
