import Canvas
import Detectors
import Disk
import Inspection
import Raster
import Screens
import SystemPackage
import Testing

/// Zoom, regions, the good part beside, and what is fetched for them.
@Suite struct LookingTests {
    /// What was passed too quickly to be read is read when somebody is there again.
    @Test func aPictureThatWasDroppedIsAskedForAgain() {
        var state = Fixture.station()
        func requests(_ effects: [Effect]) -> [PictureRequest] {
            effects.compactMap { if case .loadPicture(let request) = $0 { request } else { nil } }
        }
        let asked = requests(Fixture.press(&state, .enter))
        let first = asked.first
        #expect(first?.part == state.line?.cursor)
        #expect(requests(Fixture.send(&state, .tick(now: 3))).isEmpty)
        guard let first else { return }
        #expect(requests(Fixture.send(&state, .pictureDropped(first))) == [first])
    }

    /// A part of 2048 × 2048 pixels with two places over the threshold of 12, the worse one at the upper left.
    private func review(_ size: Size = Size(columns: 120, rows: 40)) -> (state: State, effects: [Effect]) {
        var state = Fixture.ready(scores: [30, 20, 3])
        Fixture.send(&state, .resized(size))
        var effects: [Effect] = []
        for case .loadPicture(let request) in Fixture.press(&state, .enter) {
            effects += Fixture.send(&state, .picture(request, Self.picture))
        }
        return (state, effects)
    }

    static let picture: PartPicture = {
        let side = 64
        var heat = [Float](repeating: 2, count: side * side)
        for (x, y, value) in [(8, 8, Float(30)), (9, 8, 25), (50, 40, 14)] { heat[y * side + x] = value }
        return PartPicture(
            image: Image(width: 512, height: 512, pixels: Array(repeating: 90, count: 512 * 512 * 3)),
            map: Plane(width: side, height: side, values: heat), mask: nil, pixels: (2048, 2048),
            geometry: MapGeometry(inputProtocol: .whole, gridWidth: 16, gridHeight: 16))
    }()

    private func studies(_ effects: [Effect]) -> [StudyOrder] {
        effects.compactMap { if case .study(let order) = $0 { order } else { nil } }
    }

    @Test func zoomsPansAndGoesBackToTheWhole() {
        var (state, _) = review()
        #expect(state.review.viewport == .whole)
        Fixture.press(&state, "++")
        #expect(abs(state.review.viewport.zoom - 2.25) < 1e-9)
        let before = state.review.viewport
        Fixture.press(&state, "L")
        #expect(state.review.viewport.x > before.x)
        Fixture.press(&state, "HHHHHHHH")
        let edge = state.review.viewport
        Fixture.press(&state, "L")
        #expect(state.review.viewport.x > edge.x, "no key is spent on an edge")
        Fixture.press(&state, "--")
        #expect(state.review.viewport == .whole)
        Fixture.press(&state, "H")
        #expect(state.review.viewport == .whole)
    }

    @Test func anotherPartIsSeenWholeFirst() {
        var (state, _) = review()
        Fixture.press(&state, "+.j")
        #expect(state.review.viewport == .whole)
        #expect(state.review.region == nil)
    }

    @Test func closeUpShowsTheWorstPlace() {
        var (state, _) = review()
        Fixture.press(&state, "o")
        #expect(state.review.viewport.zoom > 3)
        #expect(abs(state.review.viewport.x - 8.5 / 64) < 0.08)
        Fixture.press(&state, "o")
        #expect(state.review.viewport == .whole)
    }

    @Test func goesThroughTheRegions() {
        var (state, _) = review()
        Fixture.press(&state, ".")
        #expect(state.review.region == 0)
        Fixture.press(&state, ".")
        #expect(state.review.region == 1)
        Fixture.press(&state, ".")
        #expect(state.review.region == 0)
        Fixture.press(&state, ",")
        #expect(state.review.region == 1)
        Fixture.press(&state, "o")
        #expect(abs(state.review.viewport.x - 50.5 / 64) < 0.02)
        let text = view(state, size: Size(columns: 120, rows: 40), capabilities: .full, theme: .graphite).text
        #expect(text.contains("▸ 2"))
        #expect(text.contains("14.000"))
    }

    @Test func theWholePartNeedsNoDetailAndANearLookDoesOnce() throws {
        var (state, effects) = review()
        func details(_ effects: [Effect]) -> [DetailRequest] {
            studies(effects).compactMap { if case .detail(let request) = $0 { request } else { nil } }
        }
        #expect(details(effects).isEmpty)
        let asked = details(Fixture.press(&state, "o"))
        #expect(asked.count == 1)
        let request = try #require(asked.first)
        #expect(request.width <= 2048)
        let piece = PartDetail(
            image: Image(
                width: request.width, height: request.height,
                pixels: Array(repeating: 200, count: request.width * request.height * 3)), place: request.place)
        Fixture.send(&state, .study(.detail(request, piece)))
        #expect(details(Fixture.press(&state, "L")).isEmpty, "what lies around it came along")
        #expect(!details(Fixture.press(&state, "LLLLLL")).isEmpty)
        // A piece that was asked for before is no longer wanted.
        Fixture.send(&state, .study(.detail(request, piece)))
        Fixture.press(&state, "j")
        Fixture.press(&state, "k")
    }

    @Test func aScoredPartIsStudiedOnceAndTheGoodPartFetchedWhenItIsWanted() throws {
        var (state, effects) = review()
        let asked = studies(effects)
        guard case .study(let request)? = asked.first else {
            Issue.record("no study was asked for")
            return
        }
        #expect(asked.count == 1)
        #expect(request.threshold == 12)
        #expect(studies(Fixture.press(&state, "c")).isEmpty, "nobody knows yet which part is most alike")
        let regions = try #require(Self.picture.regions(at: 12))
        let shares = DistanceShares(
            distance: 31, taps: [.init(name: "layer1", share: 0.25), .init(name: "layer2", share: 0.75)])
        let good = NearestPart(path: "/parts/train/good/007.png", digest: request.digest, distance: 0.8)
        let study = PartStudy(
            part: try #require(state.line?.category.parts[0]), digest: request.digest,
            size: .init(width: 2048, height: 2048), map: Plane(width: 1, height: 1, values: [0]), regions: regions,
            shares: [shares, shares], nearest: [good], compared: 40)
        let next = studies(Fixture.send(&state, .study(.studied(request, PartInsight(study)))))
        #expect(next == [.goodPart(category: "bracket", good.path)])
        Fixture.send(&state, .study(.goodPart(good.path, Self.picture)))
        let text = view(state, size: Size(columns: 120, rows: 40), capabilities: .full, theme: .graphite).text
        #expect(text.contains("007.png"))
        #expect(text.contains("75"))
        #expect(studies(Fixture.press(&state, "cc")).isEmpty)
        #expect(view(state, size: Size(columns: 80, rows: 24), capabilities: .full, theme: .graphite).text
            .contains("007.png"))
    }

    @Test func opacityAndOutlines() {
        var (state, _) = review()
        Fixture.press(&state, "<<<<<<<<")
        #expect(state.review.opacity == 0)
        Fixture.press(&state, ">")
        #expect(state.review.opacity == 1)
        Fixture.press(&state, "by")
        #expect(!state.review.showsRegions)
        #expect(!state.review.showsTruth)
    }

    @Test func viewsGoForthAndBack() {
        var (state, _) = review()
        var seen: [Layer] = []
        for _ in 0..<6 {
            seen.append(state.layer)
            Fixture.press(&state, "m")
        }
        #expect(Set(seen) == Set(Layer.allCases))
        #expect(state.layer == .both)
        Fixture.press(&state, "M")
        #expect(state.layer == .overlay)
    }
}
