import ArgumentParser
import Disk
import Inspection

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show the settings in force, or an example of the file that sets them.",
        subcommands: [ShowConfig.self, ExampleConfig.self], defaultSubcommand: ShowConfig.self)
}

struct ShowConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "What is in force, and where it comes from.")

    func run() throws {
        let folder = ConfigFolder.resolve()
        let file = SettingsFile(folder?.settings)
        let origin =
            if let source = file.source {
                "from \(source.printable)"
            } else if file.problem != nil {
                "defaults: the file could not be used"
            } else if let folder {
                "defaults: there is no \(folder.settings.printable)"
            } else {
                "defaults: neither XDG_CONFIG_HOME nor HOME says where a file would be"
            }
        try StandardOutput.write("# \(origin)\n\(file.settings.text)")
        for notice in file.notices { Diagnostics.note(notice) }
        if let problem = file.problem {
            Diagnostics.error(problem)
            throw ExitCode(1)
        }
    }
}

struct ExampleConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "example", abstract: "Print a commented file to start from.")

    func run() throws { try StandardOutput.write(Settings.example) }
}
