import Disk
import Network
import SystemPackage

/// What a run asks of its learner. `Learner` is the one there is; tests put a small one in its place.
package protocol Learning: AnyObject {
    var stepsDone: Int { get }
    func step(_ objective: any Objective, rate: Double) throws -> StepOutcome
    /// Writes all that is needed to go on, atomically.
    func save(to path: FilePath, metadata: [String: String]) throws
    /// - Returns: the metadata that was saved.
    func restore(from path: FilePath) throws -> [String: String]
    func checkpoint(metadata: [String: String]) throws -> Checkpoint
}

extension Learner: Learning {}
