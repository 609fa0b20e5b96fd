import Disk
import Foundation
import Network
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// The same training step in PyTorch, as Debian packages it (python3-torch), on as many threads.
struct TorchTraining {
    private let setting: Setting
    private static let python = "/usr/bin/python3"

    struct Finding: Decodable {
        let name: String
        let samplesPerSecond: Double
    }

    init(_ setting: Setting) { self.setting = setting }

    /// - Returns: `nil` where there is no PyTorch.
    /// - Throws: `BenchError.child` where it is there and fails.
    func measure(precision: Precision, batch: Int, side: Int, _ say: (String) -> Void) throws -> Finding? {
        let script = setting.scratch.appending("training.py")
        let output = setting.scratch.appending("training.json")
        try script.writeAtomically(Array(Self.source.utf8))
        guard try run(["-c", "import torch"], output: output) == 0 else { return nil }
        say("PyTorch")
        let words = [script.string, precision.rawValue, "\(batch)", "\(side)", "\(setting.workers)"]
        let code = try run(words, output: output)
        let bytes = try output.readAll(limit: 1 << 16)
        guard code == 0, let found = try? JSONDecoder().decode(Finding.self, from: Data(bytes)) else {
            throw BenchError(.child, "python3-torch", "ended with \(code) and no figures")
        }
        say("PyTorch: \(Figure.text(found.samplesPerSecond)) samples/s")
        return found
    }

    private func run(_ words: [String], output: FilePath) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(
            &actions, STDOUT_FILENO, output.string, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var arguments = ([Self.python] + words).map { strdup($0) } + [nil]
        var variables = Children.environment([:]).map { strdup($0) } + [nil]
        defer { for word in arguments + variables { free(word) } }
        var child: pid_t = 0
        guard posix_spawn(&child, Self.python, &actions, nil, &arguments, &variables) == 0 else { return 127 }
        setting.children.note(child)
        let code = setting.children.wait(for: child)
        if setting.children.areEnding { throw CancellationError() }
        return code
    }

    /// Prints one object: the best step of both memory layouts that PyTorch has for pictures.
    private static let source = """
        import json, sys, time
        import torch
        from torch import nn

        precision, batch, side, threads = sys.argv[1], *map(int, sys.argv[2:5])
        torch.set_num_threads(threads)
        torch.manual_seed(0)


        class Block(nn.Module):
            def __init__(self, inputs, outputs, stride):
                super().__init__()
                self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
                self.bn1 = nn.BatchNorm2d(outputs)
                self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
                self.bn2 = nn.BatchNorm2d(outputs)
                self.shortcut = nn.Identity() if stride == 1 else nn.Sequential(
                    nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

            def forward(self, x):
                inner = torch.relu(self.bn1(self.conv1(x)))
                return torch.relu(self.bn2(self.conv2(inner)) + self.shortcut(x))


        def seconds(layout):
            model = nn.Sequential(
                nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1),
                Block(64, 64, 1), Block(64, 64, 1), Block(64, 128, 2), Block(128, 128, 1), Block(128, 256, 2),
                Block(256, 256, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, 100))
            model = model.to(memory_format=layout)
            x = (torch.rand(batch, 3, side, side) * 4 - 2).to(memory_format=layout)
            optimiser = torch.optim.Adam(model.parameters(), 1e-3)
            times = []
            start = time.perf_counter()
            while len(times) < 5 or time.perf_counter() - start < 4:
                begin = time.perf_counter()
                optimiser.zero_grad()
                with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bf16"):
                    answers = model(x)
                answers.float().square().mean().backward()
                optimiser.step()
                times.append(time.perf_counter() - begin)
            return min(times)


        best = min(seconds(layout) for layout in (torch.contiguous_format, torch.channels_last))
        print(json.dumps({"name": f"PyTorch {torch.__version__}, {precision}", "samplesPerSecond": batch / best}))
        """
}
