#if canImport(Glibc)
    import Glibc
#endif

/// The terminal's signals belong to the main thread: it stops, redraws and leaves. A worker that caught one would run
/// the handler beside the thread that owns the screen.
enum SignalMask {
    static let terminal = [SIGTSTP, SIGWINCH, SIGINT, SIGCONT, SIGTERM, SIGHUP]

    /// Runs `body` with these signals blocked on this thread, and leaves the thread as it was: it belongs to a pool.
    static func leavingTerminalToMain(_ body: () -> Void) {
        var blocked = sigset_t()
        var before = sigset_t()
        sigemptyset(&blocked)
        for signal in terminal { sigaddset(&blocked, signal) }
        pthread_sigmask(SIG_BLOCK, &blocked, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        body()
    }
}
