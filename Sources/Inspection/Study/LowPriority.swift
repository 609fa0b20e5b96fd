#if canImport(Glibc)
    import Glibc
#endif

/// A thread of its own that gives way to every other.
enum LowPriority {
    /// Lowers the calling thread's priority for good: without rights nobody can raise it again, so never on a thread of
    /// a pool.
    static func lowerThisThread() {
        // Of a thread, on Linux, where nobody is named.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
    }
}
