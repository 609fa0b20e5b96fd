import Disk
import Network
import Pretraining
import SystemPackage
import Testing

@Suite struct PretrainingRunTests {
    let scratch: Scratch
    let data = DataRecord.made("a.png", "b.png")

    init() throws { scratch = try Scratch() }

    func recipe(steps: Int = 20) -> PretrainingRecipe {
        var recipe = PretrainingRecipe(.direct, name: "trunk", folder: "")
        recipe.steps = steps
        recipe.checkpointEvery = 4
        recipe.parts = ["parts"]
        return recipe
    }

    func run(
        _ name: String, _ recipe: PretrainingRecipe, resuming: Bool = false,
        learner: HalvingLearner = HalvingLearner()
    ) throws -> PretrainingRun {
        let folder = try RunFolder(scratch.path.appending(name), for: recipe, data: data, resuming: resuming)
        return try PretrainingRun(
            recipe, architecture: .resnet18, objective: NoObjective(), data: data, folder: folder, learner: learner)
    }

    func never() -> Bool { false }

    @Test func leavesWhatItDid() throws {
        let run = try run("whole", recipe())
        #expect(try run.run(isStopped: never, report: { _ in }) == .finished)
        let losses = String(decoding: try run.folder.losses.readAll(), as: UTF8.self)
        let rows = losses.split(separator: "\n")
        #expect(rows.count == 21)
        #expect(rows.first == "step,loss,half,rate,gradient_norm,seconds")
        #expect(rows.last?.hasPrefix("20,") == true)
        let result = try Checkpoint.readSafetensors(run.folder.result)
        #expect(result.metadata["steps"] == "20")
        #expect(result.metadata["recipe"] == recipe().identity)
        #expect(result.metadata["data_sha256"] == data.digest.description)
        #expect(result.storage == .half)
        #expect(String(decoding: try run.folder.dataFile.readAll(), as: UTF8.self) == data.text)
    }

    @Test("stopped after any step and gone on with, it ends with the same bytes", arguments: [1, 4, 7, 19])
    func resumes(after step: Int) throws {
        let whole = try run("whole", recipe())
        _ = try whole.run(isStopped: never, report: { _ in })
        var done = 0
        do {
            let first = try run("pieces", recipe())
            #expect(try first.run(isStopped: { done >= step }, report: { done = $0.step }) == .stopped(step))
        }
        let second = try run("pieces", recipe(), resuming: true)
        #expect(second.stepsDone == step)
        #expect(try second.run(isStopped: never, report: { _ in }) == .finished)
        #expect(try second.folder.result.readAll() == whole.folder.result.readAll())
        #expect(try second.folder.losses.readAll() == whole.folder.losses.readAll())
    }

    @Test func cutsLossesBackToTheState() throws {
        let whole = try run("whole", recipe())
        _ = try whole.run(isStopped: never, report: { _ in })
        do {
            // The state of step 4 is the last one; a power cut left five rows more and half of another.
            let first = try run("pieces", recipe())
            var done = 0
            _ = try first.run(isStopped: { done >= 4 }, report: { done = $0.step })
            let losses = String(decoding: try whole.folder.losses.readAll(), as: UTF8.self)
            let rows = losses.split(separator: "\n").prefix(10).joined(separator: "\n")
            try first.folder.losses.writeAtomically(Array("\(rows)\n10,0.2".utf8))
        }
        let second = try run("pieces", recipe(), resuming: true)
        _ = try second.run(isStopped: never, report: { _ in })
        #expect(try second.folder.losses.readAll() == whole.folder.losses.readAll())
    }

    @Test func stopsWhereALossIsNoNumber() throws {
        let learner = HalvingLearner()
        learner.breaksAt = 7
        let run = try run("broken", recipe(), learner: learner)
        let error = #expect(throws: PretrainingError.self) {
            _ = try run.run(isStopped: never, report: { _ in })
        }
        #expect(error?.code == .diverged)
        #expect(error?.message.contains("step 7") == true)
        #expect(error?.message.contains("clip") == true)
        // The state is the last that was saved, and what was learnt until then is a backbone.
        #expect(try Checkpoint.readSafetensors(run.folder.state).metadata["steps_done"] == "4")
        let kept = try Checkpoint.readSafetensors(run.folder.snapshot(6))
        #expect(kept.metadata["steps"] == "6 of 20")
        #expect(run.folder.result.kind == .missing)
    }

    @Test func aFullDiskLeavesTheLastState() throws {
        let learner = HalvingLearner()
        learner.diskIsFullFrom = 12
        let run = try run("full", recipe(), learner: learner)
        let error = #expect(throws: PretrainingError.self) {
            _ = try run.run(isStopped: never, report: { _ in })
        }
        #expect(error?.code == .disk)
        #expect(error?.message.contains("the disk is full") == true)
        #expect(error?.message.contains("state of step 8 is whole") == true)
        #expect(error?.message.contains("\n") == false)
        #expect(try Checkpoint.readSafetensors(run.folder.state).metadata["steps_done"] == "8")
    }

    @Test func keepsSnapshots() throws {
        let run = try run("snapshots", recipe())
        run.snapshotEvery = 8
        _ = try run.run(isStopped: never, report: { _ in })
        #expect(run.folder.snapshot(8).lastComponent?.string == "trunk-000008.safetensors")
        #expect(try Checkpoint.readSafetensors(run.folder.snapshot(16)).metadata["steps"] == "16 of 20")
    }

    @Test func aFolderInUseIsRefused() throws {
        let first = try run("shared", recipe())
        let error = #expect(throws: PretrainingError.self) { _ = try run("shared", recipe(), resuming: true) }
        #expect(error?.code == .resume)
        #expect(error?.message.contains("another Touchstone") == true)
        withExtendedLifetime(first) {}
    }

    @Test func nothingIsOverwritten() throws {
        _ = try run("there", recipe())
        let error = #expect(throws: PretrainingError.self) { _ = try run("there", recipe()) }
        #expect(error?.message.contains("--resume") == true)
        // Something that is no training at all.
        let other = scratch.path.appending("other")
        try other.makeFolder()
        try other.appending("holiday.jpg").writeAtomically([1])
        let stranger = #expect(throws: PretrainingError.self) { _ = try run("other", recipe(), resuming: true) }
        #expect(stranger?.message.contains("no training's folder") == true)
    }

    @Test func anotherRecipeIsRefusedLineByLine() throws {
        _ = try run("there", recipe())
        var other = recipe(steps: 30)
        other.optimiser.rate = 0.5
        let error = #expect(throws: PretrainingError.self) { _ = try run("there", other, resuming: true) }
        let lines = error?.message.split(separator: "\n").map(String.init) ?? []
        #expect(lines.dropFirst() == ["  steps = 20 before, 30 now", "  [optimiser] rate = 0.001 before, 0.5 now"])
        // How often the state is saved changes nothing.
        var often = recipe()
        often.checkpointEvery = 1
        _ = try run("there", often, resuming: true)
    }

    @Test func otherPicturesAreRefusedLineByLine() throws {
        _ = try run("there", recipe())
        let other = DataRecord.made("a.png", "c.png")
        let error = #expect(throws: PretrainingError.self) {
            _ = try RunFolder(scratch.path.appending("there"), for: recipe(), data: other, resuming: true)
        }
        let lines = error?.message.split(separator: "\n").map(String.init) ?? []
        #expect(lines.dropFirst() == ["  c.png was not there before", "  b.png is missing now"])
    }
}
