import ArgumentParser
import Detectors

/// What N-pad does, for `--detector npad`.
struct NPadFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "N-pad: which of its modules: A neighbouring patches, B aggregated features, C the nearest of several "
                + "distributions; all adds shifts of up to 4 pixels; standard is A+B+C with the paper's image score.",
            valueName: "A|B|A+B|A+C|A+B+C|all|standard"))
    var npad = "standard"

    @Option(
        help: ArgumentHelp("N-pad: side of the neighbourhood whose samples make a distribution, odd.", valueName: "n"))
    var neighbourhood: Int?

    @Option(
        help: ArgumentHelp(
            "N-pad: side of the neighbourhood whose distributions a patch is held against; 2 is the patch and the ones to "
                + "the right and below.", valueName: "n"))
    var inferenceNeighbourhood: Int?

    @Option(help: ArgumentHelp("N-pad: furthest shift in pixels; 4n + 1 copies of a part are scored.", valueName: "n"))
    var shift: Int?

    @Option(help: ArgumentHelp("N-pad: takes more from neighbours the larger it is.", valueName: "x"))
    var lambda: Double?

    @Option(help: ArgumentHelp("N-pad: centroids for each vector that they are made from.", valueName: "share"))
    var centroidRatio: Double?

    @Option(
        help: ArgumentHelp(
            "N-pad: which channels, of as many as --dims says.", valueName: "leastNonzero|mostNonzero|random"))
    var npadChannels: NPadOptions.ChannelRule?

    @Option(help: ArgumentHelp("N-pad: what a part's score is.", valueName: "geometricPairs|productPairs|mapMaximum"))
    var npadScore: NPadOptions.Score?

    func validate() throws {
        do {
            try options().validate()
        } catch let error as DetectorError {
            throw ValidationError(error.description)
        }
    }

    func options() throws -> NPadOptions {
        var options: NPadOptions
        if npad == "standard" {
            options = .standard
        } else if let preset = NPadOptions.Preset(rawValue: npad) {
            options = NPadOptions(preset)
        } else {
            let known = NPadOptions.Preset.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("Unknown modules '\(npad.printable)'; there are: \(known), standard.")
        }
        if let neighbourhood { options.neighbourhood = neighbourhood }
        if let inferenceNeighbourhood { options.inference = inferenceNeighbourhood }
        if let shift { options.shift = shift }
        if let lambda { options.lambda = lambda }
        if let centroidRatio { options.centroids.ratio = centroidRatio }
        if let npadChannels { options.channels = npadChannels }
        if let npadScore { options.score = npadScore }
        return options
    }
}

extension NPadOptions.ChannelRule: ExpressibleByArgument {}
extension NPadOptions.Score: ExpressibleByArgument {}
