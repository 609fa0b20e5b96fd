/// How a colour looks to a person who lacks one kind of cone (G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A
/// Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, at severity 1).
public enum ColourVision: String, CaseIterable, Sendable {
    /// Without cones for long waves: reds are dark, and red and green are alike.
    case protanopia
    /// Without cones for middle waves: red and green are alike. One man in a hundred.
    case deuteranopia
    /// Without cones for short waves: blue and green are alike.
    case tritanopia

    /// What of red, green and blue light reaches each of the three.
    private var rows: [LinearLight.Value] {
        switch self {
        case .protanopia:
            [
                SIMD3(0.152286, 1.052583, -0.204868), SIMD3(0.114503, 0.786281, 0.099216),
                SIMD3(-0.003882, -0.048116, 1.051998),
            ]
        case .deuteranopia:
            [
                SIMD3(0.367322, 0.860646, -0.227968), SIMD3(0.280085, 0.672501, 0.047413),
                SIMD3(-0.011820, 0.042940, 0.968881),
            ]
        case .tritanopia:
            [
                SIMD3(1.255528, -0.076749, -0.178779), SIMD3(-0.078411, 0.930809, 0.147602),
                SIMD3(0.004733, 0.691367, 0.303900),
            ]
        }
    }

    /// The colour that looks to everyone as `colour` looks to such a person.
    public func seen(_ colour: RGB) -> RGB {
        let light = LinearLight.decode(colour)
        var seen = LinearLight.Value()
        for (index, row) in rows.enumerated() { seen[index] = min(1, max(0, (row * light).sum())) }
        return LinearLight.encode(seen)
    }

    /// Colours nearer than this are told apart side by side at best.
    public static let alike = 0.1

    /// How different two colours look to a person with full sight: distance in OKLab, 0 alike, 1 black and white.
    public static func difference(_ a: RGB, _ b: RGB) -> Double {
        let difference = ColourLadder.oklab(LinearLight.decode(a)) - ColourLadder.oklab(LinearLight.decode(b))
        return Double((difference * difference).sum().squareRoot())
    }
}
