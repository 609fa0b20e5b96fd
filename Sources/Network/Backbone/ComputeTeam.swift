import CDNN

/// The threads that a network with several of them runs on. They go on looking for work for a moment after it, so what
/// follows is best done by them: other threads would have to share the cores with them.
package enum ComputeTeam {
    /// Calls `body` with each of `0..<shares`, each on a thread of the calling thread's team; returns when all are done.
    package static func run(_ shares: Int, _ body: @Sendable (Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            var body = body
            withUnsafeMutablePointer(to: &body) { pointer in
                dnn_team_run(
                    Int32(shares),
                    { context, share in
                        context!.assumingMemoryBound(to: (@Sendable (Int) -> Void).self).pointee(Int(share))
                    }, pointer)
            }
        }
    }
}
