import ArgumentParser
import Pretraining
import SystemPackage

struct TexturesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "textures",
        abstract: "Draw labelled pictures of made-up materials and parts, to pre-train a backbone on.",
        discussion: """
            A network that tells several hundred drawn textures apart has learnt what defects of parts show up in: \
            edges, lines, spots, grain, cracks, periods, gloss. Nobody photographed them, so they are free of anybody's \
            licence.

            touchstone textures drawn/ --classes 400 --each 50 --seed 1

            writes drawn/000/00.jpg and so on: a folder is a class, as 'touchstone pretrain' wants it. A class is a \
            family with parameters of its own: spectral noise, marble and wood, brushed metal, cells and crackle, heaps \
            of shapes, fabrics and knits, bricks and perforated sheet, Gabor mixtures, fractals, turned and milled \
            metal, rendered parts; often two of them together, and scratches, fibres, cracks, spots, stains or print on \
            top. Every third class has the ground of the one before it and differs by what lies on it. Colour, light, \
            scale and position change from picture to picture, so that none of them tells the class.

            The same numbers draw the same pictures. After Ctrl-C the same command goes on where it stopped. 400 × 50 \
            pictures of 160 pixels take under two minutes on two cores, and 250 MB.

            Exit codes: 0 done; 2 could not be done; 64 wrong usage; 130 interrupted; 143 terminated.
            """)

    @Argument(help: "A new folder, or one that the same command began.")
    var directory: String

    @Option(help: "Classes, 2 to 20000.")
    var classes = 400

    @Option(help: "Pictures of each class, 2 to 10000.")
    var each = 50

    @Option(help: "Side of the pictures in pixels, 32 to 1024.")
    var size = 160

    @Option(help: "Other seeds draw other classes.")
    var seed: UInt64 = 1

    func validate() throws {
        if let problem = TextureFolder(classes: classes, each: each, size: size, seed: seed).problem {
            throw ValidationError(problem)
        }
    }

    func run() throws {
        let folder = FilePath(directory)
        let textures = TextureFolder(classes: classes, each: each, size: size, seed: seed)
        let interrupt = Interrupt()
        let bar = ProgressBar("drawing \(classes) classes")
        let outcome: TextureFolder.Outcome
        do {
            defer { bar.finish() }
            outcome = try textures.write(to: folder, progress: bar.update, isCancelled: { interrupt.isRaised })
        }
        let there = outcome.kept + outcome.drawn
        guard there == classes else {
            Diagnostics.note("\(there) of \(classes) classes are drawn; the same command goes on")
            throw ExitCode(interrupt.code)
        }
        let kept = outcome.kept > 0 ? ", \(outcome.kept) of them were there" : ""
        Diagnostics.note("\(classes) classes of \(each) pictures in \(folder.printable)\(kept)")
    }
}
