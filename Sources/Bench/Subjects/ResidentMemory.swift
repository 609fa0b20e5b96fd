import Disk
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// The most memory that `score` ever holds, in a process of its own: with the folder, and with the folder four times.
struct ResidentMemory {
    private let setting: Setting

    init(_ setting: Setting) { self.setting = setting }

    func rows(_ say: (String) -> Void) throws -> [Row] {
        let count = setting.files.count
        let once = try peak(setting.files)
        say("\(count) files: \(Figure.text(once)) MB")
        let fourfold = try peak(Array(repeating: setting.files, count: 4).flatMap { $0 })
        say("\(4 * count) files: \(Figure.text(fourfold)) MB")
        return [
            Row(
                .memory, "peak memory while scoring a folder", ours: .init(once, "MB"), target: .atMost(350),
                note: "resident, in MB of 10⁶ bytes; \(count) files"),
            Row(
                .memory, "the same folder four times", ours: .init(fourfold, "MB"),
                beside: ("the folder once", .init(once, "MB")), target: .atMost(1.05), note: "\(4 * count) files"),
        ]
    }

    /// - Returns: the peak of resident memory in 10⁶ bytes.
    private func peak(_ files: [FilePath]) throws -> Double {
        let list = setting.scratch.appending("parts")
        try list.writeAtomically(files.flatMap { $0.bytes + [0] })
        let program = try Children.program
        let words = [
            program, "score", "-", "--home", setting.home.path.string, "--category", setting.category.name,
            "--output", setting.scratch.appending("scores.csv").string,
        ]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, list.string, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(
            &actions, STDERR_FILENO, setting.scratch.appending("errors").string, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var arguments = words.map { strdup($0) } + [nil]
        var variables = Children.environment([:]).map { strdup($0) } + [nil]
        defer { for word in arguments + variables { free(word) } }
        var child: pid_t = 0
        guard posix_spawn(&child, program, &actions, nil, &arguments, &variables) == 0 else {
            throw BenchError(.child, "score", "cannot be started")
        }
        setting.children.note(child)
        // What the kernel tells at the end would include this process's own memory, which the child started as. The
        // peak only grows, so the last look before the end has it.
        var kilobytes = 0
        while true {
            if let code = setting.children.ended(child) {
                guard code == 0 else { throw BenchError(.child, "score", "ended with \(code): \(complaint)") }
                return Double(kilobytes) * 1024e-6
            }
            kilobytes = max(kilobytes, Self.peakKilobytes(child) ?? 0)
            usleep(2000)
        }
    }

    private var complaint: String {
        let bytes = (try? setting.scratch.appending("errors").readAll(limit: 1 << 16)) ?? []
        return String(decoding: bytes, as: UTF8.self).printable
    }

    /// `VmHWM` of a process that has become another program; `nil` before that and when it has ended.
    private static func peakKilobytes(_ process: pid_t) -> Int? {
        guard let text = ProcessFile.read("/proc/\(process)/status") else { return nil }
        for line in text.split(separator: "\n") where line.hasPrefix("VmHWM:") {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        }
        return nil
    }
}
