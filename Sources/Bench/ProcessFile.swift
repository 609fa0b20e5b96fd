#if canImport(Glibc)
    import Glibc
#endif

/// Files of the kernel's `/proc`, whose sizes are not known before they are read.
enum ProcessFile {
    /// - Returns: at most 64 KiB of text; `nil` where there is none.
    static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count < 1 << 16 {
            let count = Glibc.read(file, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
