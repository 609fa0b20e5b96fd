import Network

extension PretrainingRecipe {
    /// The optimiser as the learner takes it.
    var optimiserSettings: OptimiserSettings {
        switch optimiser.kind {
        case .adam:
            .adam(
                beta1: optimiser.beta1, beta2: optimiser.beta2, epsilon: optimiser.epsilon,
                weightDecay: optimiser.weightDecay, clip: optimiser.clip)
        case .sgd: .momentum(optimiser.momentum, weightDecay: optimiser.weightDecay, clip: optimiser.clip)
        }
    }

    var rateSchedule: RateSchedule {
        let shape: RateSchedule.Shape =
            switch optimiser.schedule {
            case .constant: .constant
            case .cosine: .cosine
            case .steps: .steps(milestones: optimiser.milestones, factor: optimiser.factor)
            }
        return RateSchedule(shape, rate: optimiser.rate, warmUp: optimiser.warmUp, total: steps)
    }
}
