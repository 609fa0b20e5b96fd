import CShippedTrunk
import Disk
import SystemPackage

/// The trunk that Touchstone brings: taught by Touchstone on pictures that it drew itself, so that nothing has to be
/// fetched and nobody's licence asked. How it was made stands in its metadata.
public enum ShippedTrunk {
    /// What `--backbone` calls it.
    public static let name = "touchstone"
    /// What stands for a path where one is shown.
    static let place = FilePath("(built in)")

    /// The file that it would be on a shelf.
    static let bytes = [UInt8](UnsafeBufferPointer(start: shipped_trunk_bytes(), count: shipped_trunk_length()))
}
