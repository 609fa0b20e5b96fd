import Network

/// A method that has seen only good parts and tells how far a new one departs from them. It is fitted once and immutable,
/// so any number of workers may share it.
public protocol Detector: Sendable {
    /// What it reads from the network, and everything else that decides its answer.
    var recipe: Recipe { get }

    /// Scores the part that `pass` has just run on.
    func anomaly(of pass: ForwardPass) throws -> Anomaly
}
