import ArgumentParser
import Disk
import Network
import Pretraining
import Raster
import SystemPackage

struct SynthesiseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synthesise",
        abstract: "Paint test defects with masks on pictures of your own good parts.",
        discussion: """
            For a first idea of what a detector finds and outlines while there are no bad parts yet, or too few. A defect \
            is a mixture of coloured Gaussians that is blended over the part, as in semi-formula-driven pre-training: \
            spots, smears, streaks. It is no model of what goes wrong on your line, and figures on it compare \
            settings; they do not promise anything for real defects.

            Written, in MVTec AD's layout and in the parts' own size:
              DIR/test/synthetic/000.png                the part with its defect
              DIR/ground_truth/synthetic/000_mask.png   white where the defect covers more than --mask-above
              DIR/synthetic.csv                         what was drawn: a row for each Gaussian, in pixels
            With --with-good also DIR/train/good and DIR/test/good: parts are divided, 60 % to learn from, 20 % to test \
            with, 20 % to be painted on, so that no part is both learnt from and tested. Without it, do not \
            calibrate with the same parts: a defect on a part that was learnt from is found too easily.

            The same parts, options and seed draw the same defects. DIR must be new or empty; parts are only read.

            A whole category to try settings on:
              touchstone synthesise parts/bracket --output trial/bracket --with-good
              touchstone evaluate trial/bracket
            Faint ones, specks, and those that networks are pre-trained with:
              touchstone synthesise parts/bracket -o faint --strength 0.2-0.4 --mask-above 0.1 --contrast 3
              touchstone synthesise parts/bracket -o specks --count 500 --components 1 --size 0.01-0.03
              touchstone synthesise parts/bracket -o paper --components 30 --spread 1 --within 1 --size 0.04-0.6
            """)

    @Argument(
        help: ArgumentHelp(
            "Pictures of good parts, folders of them, or a category, of which only the good parts are taken.",
            valueName: "parts"))
    var paths: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("Folder to write, new or empty.", valueName: "dir"))
    var output: String

    @Option(help: ArgumentHelp("Pictures to make (default: one for each part).", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("Gaussians in a defect.", valueName: "n"))
    var components = 6

    @Option(help: ArgumentHelp("Another seed, other defects.", valueName: "n"))
    var seed: UInt64 = 1024

    @Option(help: ArgumentHelp("Width of a Gaussian, ±2σ, as a share of the picture's side.", valueName: "a-b"))
    var size = NumberRange(0.03, 0.2)

    @Option(help: ArgumentHelp("Share of the part that is replaced where the defect is strongest.", valueName: "a-b"))
    var strength = NumberRange(0.4, 1)

    @Option(
        help: ArgumentHelp(
            "How far the Gaussians of a defect lie from its centre at most, as a share of the picture's side.",
            valueName: "x"))
    var spread = 0.1

    @Option(
        help: ArgumentHelp("Middle share of the picture, in width and height, that has the centres.", valueName: "x"))
    var within = 0.8

    @Option(help: ArgumentHelp("The mask is white where the defect covers more than this share.", valueName: "x"))
    var maskAbove = 0.2

    @Option(
        help: ArgumentHelp(
            "Grey levels by which the outlined pixels differ from the good part on average; fainter ones are drawn again.",
            valueName: "x"))
    var contrast = 10.0

    @Flag(help: "Paint in greys on coloured parts as well; grey parts are always painted in greys.")
    var grey = false

    @Option(help: ArgumentHelp("Resize parts first, for instance 256x256 (default: their own size).", valueName: "wxh"))
    var resize: WantedSize?

    @Flag(help: "Make a whole category: copy good parts to learn from and to test with, and paint on others.")
    var withGood = false

    func validate() throws {
        guard (count ?? 1) > 0, (count ?? 1) <= 1_000_000 else {
            throw ValidationError("--count must be 1 to 1000000.")
        }
        guard (1...1000).contains(components) else { throw ValidationError("--components must be 1 to 1000.") }
        guard size.lies(in: 0.002...4) else { throw ValidationError("--size must lie in 0.002-4.") }
        guard strength.lies(in: 0.01...1) else { throw ValidationError("--strength must lie in 0.01-1.") }
        guard (0...1).contains(spread) else { throw ValidationError("--spread must lie in 0-1.") }
        guard (0...1).contains(within) else { throw ValidationError("--within must lie in 0-1.") }
        guard maskAbove > 0, maskAbove < strength.lower else {
            throw ValidationError("--mask-above must be above 0 and below the least --strength, or masks were empty.")
        }
        guard (0...255).contains(contrast) else { throw ValidationError("--contrast must lie in 0-255.") }
    }

    private var painter: DefectPainter {
        var ranges = MixtureRanges()
        ranges.evenPeaks = true
        ranges.mean = -within...within
        ranges.spread = 2 * spread
        // ±2σ of a picture that is 2 wide.
        ranges.width = size.lower / 2...size.upper / 2
        ranges.strength = strength.lower...strength.upper
        return DefectPainter(components: components, ranges: ranges, outline: maskAbove, contrast: contrast)
    }

    func run() throws {
        let parts = try GoodParts.collect(paths.map { FilePath($0) })
        let division = try withGood ? PartDivision(parts, seed: seed) : PartDivision(painted: parts)
        let folder = try SyntheticFolder(
            FilePath(output), count: max(count ?? 0, division.painted.count, division.learnt.count))
        try folder.makeFolders(withGood: withGood)
        let interrupt = Interrupt()
        let run = SynthesisRun(
            folder: folder, painter: painter, grey: grey, size: resize, seed: seed,
            isCancelled: { interrupt.isRaised })
        let bar = ProgressBar("painting")
        defer { bar.finish() }
        let outcome = try run.run(division, count: count ?? division.painted.count, progress: bar.update)
        bar.finish()
        for line in outcome.refusals { Diagnostics.error("\(line) (left out)") }
        if interrupt.isRaised {
            Diagnostics.note("stopped: \(folder.path.printable) holds \(outcome.made) of the pictures")
            throw ExitCode(interrupt.code)
        }
        if outcome.faint > 0 {
            Diagnostics.note(
                "\(outcome.faint) of \(outcome.made) defects differ from their parts by less than --contrast "
                    + "\(contrast), whatever was drawn; raise --strength")
        }
        let place = folder.path.printable
        let copied = withGood ? ", and \(outcome.copied) good parts to learn from and to test with" : ""
        print(
            "\(place): \(outcome.made) defects with masks\(copied); \(SyntheticFolder.table.string) says what was drawn"
        )
        if !outcome.refusals.isEmpty { throw ExitCode(outcome.made == 0 ? 2 : 1) }
    }
}
