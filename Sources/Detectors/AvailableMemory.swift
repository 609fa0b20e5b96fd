import Disk
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// What this machine can still give without swapping.
public enum AvailableMemory {
    /// In bytes: `MemAvailable` of the kernel, or what is left of the control group's limit (version 2 or 1) where that
    /// is less; `nil` where nobody says.
    public static var bytes: Int? {
        let machine = (try? FilePath("/proc/meminfo").text()).flatMap(machine)
        let group = controlGroup(FilePath("/sys/fs/cgroup"), own: (try? FilePath("/proc/self/cgroup").text()) ?? "")
        guard let machine else { return group }
        return min(machine, group ?? machine)
    }

    /// `MemAvailable` in the text of `/proc/meminfo`.
    package static func machine(_ text: String) -> Int? {
        for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
        }
        return nil
    }

    /// The least that any control group above this process leaves: its limit less what it uses, where pages of files
    /// that nobody needs just now count as free.
    /// - Parameters:
    ///   - root: where the groups are mounted.
    ///   - own: the text of `/proc/self/cgroup`.
    package static func controlGroup(_ root: FilePath, own: String) -> Int? {
        var least: Int?
        for line in own.split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let isSecond = fields[0] == "0" && fields[1].isEmpty
            guard isSecond || fields[1].split(separator: ",").contains("memory") else { continue }
            let base = isSecond ? root : root.appending("memory")
            // In a container the path may be the host's: then the mount's own root is the group.
            var path = FilePath(String(fields[2]))
            while true {
                let folder = path.components.isEmpty ? base : base.appending(path.components)
                if let left = left(in: folder, isSecond: isSecond) { least = min(least ?? left, left) }
                guard !path.components.isEmpty else { break }
                path.removeLastComponent()
            }
        }
        return least
    }

    private static func left(in folder: FilePath, isSecond: Bool) -> Int? {
        func number(_ name: String) -> Int? {
            (try? folder.appending(name).text()).flatMap {
                Int($0.split(whereSeparator: { $0 == "\n" || $0 == " " }).first ?? "")
            }
        }
        let names = isSecond ? ("memory.max", "memory.current") : ("memory.limit_in_bytes", "memory.usage_in_bytes")
        // Without a limit the first holds "max", or, in version 1, a number beyond any machine.
        guard let limit = number(names.0), limit < 1 << 50, let used = number(names.1) else { return nil }
        var idle = 0
        for line in ((try? folder.appending("memory.stat").text()) ?? "").split(separator: "\n")
        where line.hasPrefix("inactive_file ") {
            idle = line.split(separator: " ").last.flatMap { Int($0) } ?? 0
        }
        return max(0, limit - used + idle)
    }
}

extension FilePath {
    /// A short text of the kernel's. Its files have no size, so `readAll` would find them empty.
    fileprivate func text() throws -> String {
        let file = try FileDescriptor.open(self, .readOnly, options: [.closeOnExec, .nonBlocking])
        defer { try? file.close() }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < 1 << 20 {
            let count = try chunk.withUnsafeMutableBytes { try file.read(into: $0) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
