/// How gradients become new parameters.
public struct OptimiserSettings: Codable, Equatable, Sendable {
    public enum Method: Codable, Equatable, Sendable {
        /// Kingma & Ba 2015, algorithm 1, with bias correction. Weight decay is decoupled from the gradient's moments
        /// (Loshchilov & Hutter 2019, algorithm 2): a step also takes rate × decay of each parameter that decays.
        case adam(beta1: Double, beta2: Double, epsilon: Double)
        /// v = momentum · v + g, p = p − rate · v (Sutskever et al. 2013, as PyTorch has it). Weight decay is part of the
        /// gradient: g + decay · p.
        case momentum(Double)
    }

    public var method: Method
    /// For convolutions' and the head's weights; BatchNorm and biases never decay.
    public var weightDecay: Double
    /// The largest length that the gradient of all parameters together may have; a longer one is shortened to it (Pascanu
    /// et al. 2013, algorithm 1). `nil`: any length.
    public var clip: Double?

    public init(_ method: Method, weightDecay: Double = 0, clip: Double? = nil) {
        self.method = method
        self.weightDecay = weightDecay
        self.clip = clip
    }

    public static func adam(
        beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0, clip: Double? = nil
    ) -> OptimiserSettings {
        OptimiserSettings(
            .adam(beta1: beta1, beta2: beta2, epsilon: epsilon), weightDecay: weightDecay, clip: clip)
    }

    public static func momentum(
        _ momentum: Double = 0.9, weightDecay: Double = 0, clip: Double? = nil
    ) -> OptimiserSettings {
        OptimiserSettings(.momentum(momentum), weightDecay: weightDecay, clip: clip)
    }

    /// What cannot be meant, in a sentence; `nil` where all is well.
    public var fault: String? {
        switch method {
        case .adam(let beta1, let beta2, let epsilon):
            guard (0..<1).contains(beta1), (0..<1).contains(beta2) else { return "Adam's betas lie in 0..<1" }
            guard epsilon.isFinite, epsilon > 0 else { return "Adam's epsilon is positive" }
        case .momentum(let momentum):
            guard (0..<1).contains(momentum) else { return "momentum lies in 0..<1" }
        }
        guard weightDecay.isFinite, weightDecay >= 0 else { return "weight decay is not negative" }
        if let clip { guard clip.isFinite, clip > 0 else { return "the clipping length is positive" } }
        return nil
    }
}

extension OptimiserSettings: CustomStringConvertible {
    /// `adam 0.9 0.999 1e-08, weight decay 0.01, clip 1.0`: the same for equal settings only.
    public var description: String {
        let name =
            switch method {
            case .adam(let beta1, let beta2, let epsilon): "adam \(beta1) \(beta2) \(epsilon)"
            case .momentum(let momentum): "momentum \(momentum)"
            }
        return "\(name), weight decay \(weightDecay), clip \(clip.map { "\($0)" } ?? "none")"
    }
}
