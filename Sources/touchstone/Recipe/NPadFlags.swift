import ArgumentParser
import Detectors

/// What N-pad does, for `--detector npad`.
struct NPadFlags: ParsableArguments {
    static let standard = "standard"

    @Option(
        help: ArgumentHelp(
            "N-pad: its modules, and settings that differ: 'A+B+C,lambda=1,shift=2'. Modules: A neighbouring patches, B "
                + "aggregated features, C the nearest of several distributions; standard is A+B+C with the paper's image "
                + "score, all adds shifts of up to 4 pixels. Settings: \(NPadOptions.settings.joined(separator: ", ")).",
            valueName: "modules[,setting=value…]"))
    var npad = NPadFlags.standard

    func validate() throws { _ = try options() }

    /// - Throws: `ValidationError`.
    func options() throws -> NPadOptions {
        do {
            return try NPadOptions(parsing: npad)
        } catch {
            throw ValidationError("--npad: \(error)")
        }
    }
}
