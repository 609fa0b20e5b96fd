import COpenBLAS
import Foundation

/// Who computes with how many threads, decided here and nowhere else.
///
/// Parts are inspected in parallel, one worker a core, and each worker's network and linear algebra run on that worker's
/// thread alone: no team has to wait for its slowest member, decoding fills every gap, and nothing spins while the
/// station waits for a key.
public enum ComputeThreads {
    /// Workers that inspect parts: one a core.
    public static let workers = max(1, ProcessInfo.processInfo.activeProcessorCount)
    /// OpenMP threads that a worker's network uses.
    public static let network = 1

    /// Keeps OpenBLAS from starting a pool of its own beside the workers. Called once before the first use.
    public static let limitLinearAlgebra: Void = openblas_set_num_threads(1)
}
