/// What pixel figures make of a defective part whose defect nobody outlined.
public enum UnmaskedDefects: Sendable {
    /// The part takes no part in pixel figures: its defect lies somewhere, so its pixels are known to be neither normal
    /// nor defective. The default.
    case leftOut
    /// Its empty mask is believed: every pixel counts as normal, and finding the defect counts as a false alarm. This
    /// is what most published figures do.
    case masksDecide
}
