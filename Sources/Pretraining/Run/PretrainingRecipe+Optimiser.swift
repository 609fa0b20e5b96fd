extension PretrainingRecipe {
    /// How weights follow their gradients.
    public struct Optimiser: Equatable, Sendable {
        public enum Kind: String, CaseIterable, Sendable { case adam, sgd }
        public enum Schedule: String, CaseIterable, Sendable { case constant, cosine, steps }

        public var kind: Kind
        /// The highest learning rate, reached after the warm-up.
        public var rate: Double
        public var schedule = Schedule.cosine
        /// Steps in which the rate rises from nothing.
        public var warmUp: Int
        /// Steps at which the rate falls by `factor`, where the schedule is `steps`.
        public var milestones: [Int] = []
        public var factor = 0.1
        public var weightDecay: Double
        /// The longest gradient that is followed, by its norm over all weights; longer ones are shortened to it.
        public var clip: Double?
        /// Of SGD.
        public var momentum = 0.9
        /// Of Adam (Kingma & Ba 2015).
        public var beta1 = 0.9
        public var beta2 = 0.999
        public var epsilon = 1e-8

        /// What is usual for networks of this size.
        public init(_ kind: Kind, steps: Int) {
            self.kind = kind
            rate = kind == .adam ? 0.001 : 0.05
            weightDecay = kind == .adam ? 0.01 : 0.0001
            warmUp = min(500, steps / 20)
        }
    }
}
