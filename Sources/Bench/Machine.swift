import CDNN
import Foundation
import Network

#if canImport(Glibc)
    import Glibc
#endif

/// What the figures were measured on.
public struct Machine: Codable, Sendable, Equatable {
    public let processor: String
    public let cores: Int
    /// Of those that matter here, what the processor has.
    public let instructions: [String]
    public let cache: String
    public let memory: String
    public let kernel: String
    public let oneDNN: String
    /// oneDNN computes in bf16 natively.
    public let nativeBF16: Bool
    /// Tasks that ran or waited for a core in the last minute, as the kernel averages them.
    public let loadBefore: Double

    public static func current() -> Machine {
        var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
        dnn_version(&major, &minor, &patch)
        var name = utsname()
        uname(&name)
        let kernel = withUnsafeBytes(of: &name.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let processor = fields("/proc/cpuinfo")
        let flags = Set((processor["flags"] ?? processor["Features"] ?? "").split(separator: " ").map(String.init))
        let known = [
            "avx2", "f16c", "fma", "avx512f", "avx512vl", "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_bf16",
            "amx_tile", "asimd", "bf16", "sve",
        ]
        let bytes = fields("/proc/meminfo")["MemTotal"].flatMap { Int($0.split(separator: " ").first ?? "") } ?? 0
        return Machine(
            processor: processor["model name"] ?? "unknown",
            cores: ComputeThreads.workers, instructions: known.filter(flags.contains),
            cache: processor["cache size"] ?? "unknown", memory: "\((bytes + 512 * 1024) >> 20) GiB",
            kernel: kernel, oneDNN: "\(major).\(minor).\(patch)", nativeBF16: Precision.bf16.isNative,
            loadBefore: (ProcessFile.read("/proc/loadavg") ?? "").split(separator: " ").first.flatMap { Double($0) }
                ?? 0
        )
    }

    /// `name : value` lines; the first of each name.
    private static func fields(_ path: String) -> [String: String] {
        var fields: [String: String] = [:]
        for line in (ProcessFile.read(path) ?? "").split(separator: "\n") {
            let halves = line.split(separator: ":", maxSplits: 1)
            guard halves.count == 2 else { continue }
            let name = halves[0].trimmingCharacters(in: .whitespaces)
            if fields[name] == nil { fields[name] = halves[1].trimmingCharacters(in: .whitespaces) }
        }
        return fields
    }
}
