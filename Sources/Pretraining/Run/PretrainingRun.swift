import Disk
import Network
import SystemPackage

/// A training from its first step, or from where it was left, to its result: each step, the losses' log, the states.
///
/// Everything that is computed depends on the recipe, the pictures and the step alone, so that a run that was killed
/// and gone on with ends with the same bytes as one that was not.
public final class PretrainingRun {
    /// What is known after each step.
    public struct Report: Sendable {
        /// Counted from 1.
        public let step: Int
        public let terms: [Double]
        public let rate: Double
        public let outcome: StepOutcome
    }

    public enum Ending: Equatable, Sendable {
        /// The result is written.
        case finished
        /// Somebody asked for it; the state of so many steps is saved.
        case stopped(Int)
    }

    public let recipe: PretrainingRecipe
    public let folder: RunFolder
    /// What the losses are called, the one that is minimised first.
    public let terms: [String]
    /// Steps between two backbones that are kept; nil for none.
    public var snapshotEvery: Int?
    let data: DataRecord
    let architecture: Architecture
    private let objective: any Objective
    let learner: any Learning
    private let schedule: RateSchedule
    private let log: LossLog
    /// Steps of the last state on the disk.
    private var savedSteps: Int

    /// Begins in a folder, or goes on from the state that is in it.
    /// - Parameters:
    ///   - path: the folder, made where it is missing.
    ///   - resuming: whether to go on where there is something in it already.
    /// - Throws: `PretrainingError`, `NetworkError`, `DiskError`. Where the recipe cannot be learnt, no folder is made.
    public convenience init(
        _ recipe: PretrainingRecipe, material: RunMaterial, in path: FilePath, resuming: Bool
    ) throws {
        let plan = TrainingPlan(
            architecture: material.architecture,
            head: TrainingPlan.Head(outputs: material.objective.outputs, grid: recipe.headGrid), width: recipe.size,
            height: recipe.size, batch: recipe.batch / recipe.shards, precision: recipe.precision)
        let learner = try Learner(
            plan, shards: recipe.shards, optimiser: recipe.optimiserSettings, seed: recipe.seed, start: material.start,
            objective: material.objective)
        let folder = try RunFolder(path, for: recipe, data: material.data, resuming: resuming)
        try self.init(
            recipe, architecture: material.architecture, objective: material.objective, data: material.data,
            folder: folder, learner: learner)
    }

    /// The same with any learner, which has done no step yet.
    package init(
        _ recipe: PretrainingRecipe, architecture: Architecture, objective: any Objective, data: DataRecord,
        folder: RunFolder, learner: any Learning
    ) throws {
        self.recipe = recipe
        self.architecture = architecture
        self.objective = objective
        self.data = data
        self.folder = folder
        self.learner = learner
        terms = objective.terms
        schedule = recipe.rateSchedule
        if folder.state.kind != .missing {
            let words = try learner.restore(from: folder.state)
            guard words["recipe"] == recipe.identity, words["data_sha256"] == data.digest.description else {
                throw PretrainingError(
                    .resume, folder.state, "belongs to another training; take it away to begin this one again")
            }
            guard learner.stepsDone <= recipe.steps else {
                throw PretrainingError(
                    .resume, folder.state,
                    "is of step \(learner.stepsDone), and the recipe has \(recipe.steps); take it away to begin again")
            }
        }
        savedSteps = learner.stepsDone
        log = try LossLog(folder.losses, terms: terms, after: learner.stepsDone)
    }

    /// Steps that are done.
    public var stepsDone: Int { learner.stepsDone }
    /// The terms of the steps that were done before this process began, from the first.
    public var history: [[Double]] { log.history }

    /// Learns until the recipe's steps are done.
    /// - Parameters:
    ///   - isStopped: asked after every step; the state is saved then.
    ///   - report: told of every step.
    /// - Throws: `PretrainingError.diverged` where losses are numbers no more, `.disk` where a state cannot be written;
    ///   the last state is on the disk then, whole.
    public func run(isStopped: () -> Bool, report: (Report) -> Void) throws -> Ending {
        while learner.stepsDone < recipe.steps {
            if isStopped() {
                if savedSteps < learner.stepsDone { try save() }
                return .stopped(learner.stepsDone)
            }
            let rate = schedule.rate(at: learner.stepsDone)
            let outcome = try step(rate)
            let done = learner.stepsDone
            try keeping {
                try log.add(
                    LossLog.Row(
                        step: done, terms: outcome.terms, rate: rate, gradientNorm: outcome.gradientNorm,
                        seconds: outcome.seconds))
            }
            report(Report(step: done, terms: outcome.terms, rate: rate, outcome: outcome))
            if done % recipe.checkpointEvery == 0 || done == recipe.steps { try save() }
            if let snapshotEvery, done % snapshotEvery == 0, done < recipe.steps { try snapshot(done) }
        }
        try keeping { try backbone(after: recipe.steps).writeSafetensors(to: folder.result) }
        return .finished
    }

    private func step(_ rate: Double) throws -> StepOutcome {
        let number = learner.stepsDone + 1
        do {
            return try learner.step(objective, rate: rate)
        } catch let error as NetworkError where error.code == .notFinite {
            throw diverged(error, at: number)
        }
    }

    /// The weights are those of before the step: nothing that was learnt until then is lost, unless they are bad too.
    private func diverged(_ error: NetworkError, at step: Int) -> PretrainingError {
        var kept = savedSteps > 0 ? ". The state of step \(savedSteps) is kept" : ""
        // Weights on the brink of infinity are kept too, but nobody is told to begin with them.
        if step > 1, (try? snapshot(step - 1)) != nil, let before = try? backbone(after: step - 1),
            (try? before.selfTest(as: architecture, source: "")) != nil
        {
            kept =
                ". What was learnt before is kept and can be begun with: start = "
                + "\"\(folder.snapshot(step - 1).printable)\""
        }
        return PretrainingError(
            .diverged, folder.path,
            "\(error.message) at step \(step); try a lower rate than \(recipe.optimiser.rate), or clip = "
                + "\(recipe.optimiser.clip.map { "\($0 / 5)" } ?? "5")\(kept)")
    }

    private func save() throws {
        do {
            try keeping {
                log.synchronise()
                try learner.save(
                    to: folder.state, metadata: ["recipe": recipe.identity, "data_sha256": data.digest.description])
            }
        } catch let error as NetworkError where error.code == .notFinite {
            throw diverged(error, at: learner.stepsDone + 1)
        }
        savedSteps = learner.stepsDone
    }

    private func snapshot(_ step: Int) throws {
        try keeping {
            let path = folder.snapshot(step)
            try path.removingLastComponent().makeFolder()
            try backbone(after: step).writeSafetensors(to: path)
        }
    }

    /// Adds to what went wrong with the disk where the training can be gone on from.
    private func keeping(_ work: () throws -> Void) throws {
        func kept(_ subject: String, _ message: String) -> PretrainingError {
            let what = savedSteps > 0 ? "the state of step \(savedSteps) is whole" : "nothing was saved before"
            return PretrainingError(.disk, subject, "\(message) (\(what): go on with --resume)")
        }
        do {
            try work()
        } catch let error as DiskError {
            throw kept(error.path.printable, error.message)
        } catch let error as NetworkError where error.code == .disk {
            throw kept(error.subject, error.message)
        }
    }
}
