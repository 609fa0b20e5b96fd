import CDNN

/// What computes the network here.
public enum Processor {
    /// The widest instruction set that oneDNN uses: `AVX-512 BF16`, `AVX2`, … Its environment variable
    /// `ONEDNN_MAX_CPU_ISA` can narrow it.
    public static var instructionSet: String { String(cString: dnn_instruction_set()) }

    /// oneDNN's version, as in `2.6.3`.
    public static var library: String {
        var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
        dnn_version(&major, &minor, &patch)
        return "oneDNN \(major).\(minor).\(patch)"
    }
}
