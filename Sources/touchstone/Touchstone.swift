import ArgumentParser
import Raster

/// The program: a station on a terminal, and the same work as commands.
@main
struct Touchstone: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "touchstone",
        abstract:
            "Learns what a good part looks like from good photographs alone and shows where each new part departs.",
        discussion: """
            touchstone parts/             open the station
            touchstone calibrate parts/   learn from good parts
            touchstone score new/*.png    one row a part: score, machine verdict
            touchstone evaluate parts/    judge detectors on labelled parts, and compare them
            touchstone sweep parts/       what each value of a setting is worth
            touchstone curves parts/      figures against the number of good parts, or against disturbances
            touchstone levels parts/      what each level of a network is worth
            touchstone pretrain r.toml    teach a backbone of one's own
            touchstone export parts/      verdicts as CSV
            touchstone replay parts/      inspect a folder as if it came along a line
            touchstone watch camera/      inspect what a camera writes, as it comes
            touchstone ledger             who decided what, when and why
            touchstone data check parts/  what a folder of parts holds, and what is missing
            touchstone textures drawn/    made-up materials and parts to pre-train a backbone on
            touchstone synthesise parts/  test defects with masks on good parts

            A category is a folder in MVTec AD layout: train/good holds good parts, test/<label> holds parts to \
            inspect, ground_truth/<label>/<name>_mask.png outlines defects. Labels and masks are optional. Other \
            layouts are recognised too: 'touchstone data check --help'.

            Exit codes: 0 done; 1 done, but some parts or categories could not be inspected; 2 could not be done; \
            64 wrong usage; 130 interrupted; 143 terminated.
            """,
        version: version,
        subcommands: [
            StationCommand.self, CalibrateCommand.self, ScoreCommand.self, EvaluateCommand.self, SweepCommand.self,
            CurvesCommand.self, LevelsCommand.self, ExportCommand.self, LedgerCommand.self, ReplayCommand.self,
            WatchCommand.self, DataCommand.self, SynthesiseCommand.self, BackboneCommand.self, PretrainCommand.self,
            TexturesCommand.self, ThemesCommand.self, ConfigCommand.self, BenchCommand.self,
        ],
        defaultSubcommand: StationCommand.self)

    static func main() {
        PictureMemory.keepForTheNext()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as Failure {
            failure.report()
            exit(withError: ExitCode(failure.code))
        } catch let code as ExitCode {
            exit(withError: code)
        } catch let error where Self.isOwn(error) {
            Failure("\(error)").report()
            exit(withError: ExitCode(2))
        } catch {
            exit(withError: error)
        }
    }
}
