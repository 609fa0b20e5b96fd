import ArgumentParser
import Disk
import Network
import SystemPackage

struct BackboneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backbone",
        abstract: "List, import and show backbones: the pretrained network trunks that features come from.",
        subcommands: [List.self, Import.self, Show.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the installed backbones.",
            discussion: """
                What can be installed is told by: touchstone backbone import --help
                """)

        @OptionGroup var homeOptions: HomeOptions

        func run() throws {
            let listing = try homeOptions.open().backbones.list()
            for fault in listing.faults { Diagnostics.error("\(fault)") }
            var table = TextTable(
                ["name", "architecture", "parameters", "licence", "digest", "from"], endsInWords: true)
            for file in listing.files {
                table.add([
                    file.name.printable, file.architecture.printable, "\(file.parameters)", file.licence.printable,
                    file.digest.short, file.source.printable.shortened(to: 44),
                ])
            }
            print(table.text)
            if !listing.faults.isEmpty { throw ExitCode(1) }
        }
    }

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Convert a checkpoint into a native backbone.",
            discussion: """
                Reads safetensors and PyTorch .pth files (zip and legacy) with the tensor names of torchvision, timm or \
                efficientnet_pytorch. Pickles are read by a machine that can only build tensors; a file that asks for \
                anything else is refused and nothing of it is run. Every tensor's shape is checked, BatchNorm is folded, \
                the classifier is dropped, and the network must make sense of a test picture before it is installed.

                    touchstone backbone import wide_resnet50_2.pth --licence BSD-3-Clause
                    touchstone backbone import b0.safetensors --architecture tf_efficientnet_b0

                The architecture is found out from names and shapes. It must be said where two share them: timm's \
                names of efficientnet_b0 (trained with PyTorch, padded symmetrically) are also those of \
                tf_efficientnet_b0 (from TensorFlow, padded SAME), and the first is taken.

                Architectures: \(Architecture.all.map(\.name).joined(separator: ", ")).
                """)

        @Argument(help: "The checkpoint.")
        var file: String

        @OptionGroup var homeOptions: HomeOptions

        @Option(help: ArgumentHelp("What the weights are of; found out where it is not said.", valueName: "name"))
        var architecture: String?

        @Option(help: ArgumentHelp("Name to install it under (default: the architecture's).", valueName: "name"))
        var name: String?

        @Flag(help: "Put it in the place of another backbone of that name; what was learnt with that is then refused.")
        var replace = false

        @Option(help: ArgumentHelp("Write the native file here and install nothing.", valueName: "file"))
        var output: String?

        @Option(help: ArgumentHelp("Where the weights come from, for the record.", valueName: "words"))
        var source: String?

        @Option(help: ArgumentHelp("Their licence, for the record.", valueName: "words"))
        var licence: String?

        func run() throws {
            let path = FilePath(file)
            let known = try architecture.map { name in
                guard let architecture = Architecture.named(name) else {
                    let all = Architecture.all.map(\.name).joined(separator: ", ")
                    throw Failure("--architecture \(name.printable): unknown; there are: \(all)")
                }
                return architecture
            }
            let raw = try Checkpoint.read(path)
            var checkpoint = try Checkpoint.imported(
                as: known, from: raw, source: path.printable, licence: licence ?? raw.metadata["licence"] ?? "unknown")
            let isNative = raw.metadata["source_sha256"] != nil || checkpoint.digest == raw.digest
            if source == nil, licence == nil, isNative, raw.metadata["architecture"] != nil {
                // A native file tells its own story, and importing it again gives the same file.
                checkpoint.metadata = raw.metadata
            } else {
                // Not the whole path: the same file must give the same backbone from wherever it is imported.
                checkpoint.metadata["source"] = source ?? raw.metadata["source"] ?? path.lastComponent?.string.printable
            }
            let found = checkpoint.metadata["architecture"] ?? "backbone"
            if let architecture = Architecture.named(found) {
                try checkpoint.selfTest(as: architecture, source: path.printable)
            }
            if let output {
                let digest = try checkpoint.writeSafetensors(to: FilePath(output))
                print("\(FilePath(output).printable): \(found), \(digest.short)")
            } else {
                let shelf = try homeOptions.open().backbones
                let name = name ?? found
                if !replace, try shelf.holdsAnother(than: checkpoint, as: name) {
                    throw Failure(
                        "\(name.printable): another backbone of that name is installed, and what was learnt with it could "
                            + "not be used any more; give this one another --name, or say --replace")
                }
                let file = try shelf.store(checkpoint, as: name)
                print("\(file.name.printable): \(found), \(file.parameters) parameters, \(file.digest.short)")
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one backbone: layers, taps, source, licence.",
            discussion: """
                Also what it is computed with on this machine: bf16 where the CPU multiplies it natively, f32 elsewhere. \
                ONEDNN_MAX_CPU_ISA=AVX2 in the environment makes a newer CPU behave like an older one.
                """)

        @Argument(help: "An installed name, or a file.")
        var name: String

        @OptionGroup var homeOptions: HomeOptions

        func run() throws {
            let (checkpoint, architecture) = try BackboneLoader(homeOptions.open()).checkpoint(name)
            print("architecture  \(architecture.name)")
            print("digest        \(checkpoint.digest?.description ?? "–")")
            for key in checkpoint.metadata.keys.sorted() where key != "architecture" {
                let lines = (checkpoint.metadata[key] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
                for (index, line) in lines.enumerated() where !(line.isEmpty && index == lines.count - 1) {
                    let name = index == 0 ? key.printable : ""
                    print("\(name.padding(toLength: 14))\(String(line).printable)")
                }
            }
            print("parameters    \(architecture.parameters)")
            print("layers        \(architecture.layers.count)")
            for tap in architecture.taps {
                print("tap           \(tap.name): \(tap.channels) channels at 1/\(tap.stride)")
            }
            let levels = architecture.atLevels(of: checkpoint)
            print("levels        \(levels.taps.map(\.name).joined(separator: ", "))")
            if !levels.missingLevels.isEmpty {
                print("missing       \(levels.missingLevels.joined(separator: ", ")): the weights end before")
            }
            print("channels      \(architecture.taps.reduce(0) { $0 + $1.channels })")
            let native = Precision.allCases.filter(\.isNative).map(\.rawValue).joined(separator: " ")
            print("precision     \(native) (\(Processor.instructionSet), \(Processor.library))")
        }
    }
}

extension String {
    /// Its beginning, where it is longer.
    fileprivate func shortened(to limit: Int) -> String { count <= limit ? self : prefix(limit - 1) + "…" }

    fileprivate func padding(toLength length: Int) -> String {
        count >= length ? self + " " : self + String(repeating: " ", count: length - count)
    }
}
