import Dispatch

#if canImport(Glibc)
    import Glibc
#endif

/// Ctrl-C, a closed terminal or a polite kill in the middle of work that left things behind: they are cleared away, and
/// the process ends with the signal's exit code.
final class CleanEnding {
    private let sources: [any DispatchSourceSignal]

    init(_ clear: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "clean-ending", qos: .userInteractive)
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                clear()
                _exit(128 + number)
            }
            source.resume()
            return source
        }
    }

    /// From here on signals are nobody's business.
    func disarm() { for source in sources { source.cancel() } }
}
