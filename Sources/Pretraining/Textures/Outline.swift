import Foundation
import Network

/// The outline of a flat shape around its centre, as a radius for each direction; the largest radius is 1.
struct Outline: Sendable {
    private let radii: [Float]

    enum Kind: CaseIterable { case disc, polygon, star, gear, blob, box }

    /// A kind with its parameters drawn.
    init(_ kind: Kind, random: inout SeededRandom) {
        let count = 256
        let corners = Float(random.whole(in: 3...8))
        let depth = random.uniform(in: 0.1...0.45)
        let aspect = random.uniform(in: 0.35...1)
        let harmonics = (2...6).map { _ in (random.normal(), random.angle()) }
        let roughness = random.uniform(in: 0.08...0.3)
        let power = random.size(in: 2.5...12)
        var radii = [Float](repeating: 1, count: count)
        for i in 0..<count {
            let angle = Float(i) / Float(count) * 2 * .pi
            switch kind {
            case .disc:
                radii[i] = 1 / hypotf(cosf(angle), sinf(angle) / max(aspect, 0.5))
            case .polygon:
                let sector = 2 * .pi / corners
                radii[i] = cosf(sector / 2) / cosf(angle - sector * (angle / sector).rounded(.down) - sector / 2)
            case .star:
                radii[i] = 1 - depth * (0.5 + 0.5 * cosf(corners * angle))
            case .gear:
                let teeth = 2 * corners + 2
                radii[i] = 1 - 0.5 * depth * ramp(-0.4, 0.4, cosf(teeth * angle))
            case .blob:
                for (k, harmonic) in harmonics.enumerated() {
                    let order = Float(k + 2)
                    radii[i] += roughness * harmonic.0 / order * 2 * cosf(order * angle + harmonic.1)
                }
                radii[i] = max(radii[i], 0.2)
            case .box:
                let (x, y) = (abs(cosf(angle)), abs(sinf(angle)) / aspect)
                radii[i] = powf(powf(x, power) + powf(y, power), -1 / power)
            }
        }
        let largest = radii.max() ?? 1
        self.radii = radii.map { $0 / largest }
    }

    /// How far inside a place is, along the ray from the centre: 1 at the centre, 0 at the edge, below outside.
    @inline(__always)
    func depth(_ x: Float, _ y: Float) -> Float {
        let place = (quickAngle(y, x) / (2 * .pi) + 1) * 256
        let i = Int(place)
        let radius = mixed(radii[i & 255], radii[(i + 1) & 255], place - Float(i))
        return 1 - (x * x + y * y).squareRoot() / radius
    }
}
