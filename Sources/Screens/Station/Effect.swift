/// What the screens want done in the world. The executable does it and posts the outcome back as an `Action`.
public enum Effect: Equatable, Sendable {
    /// Learn from the category's good parts; answered by `.calibration`.
    case calibrate(category: String)
    /// Score every part of the category; answered by `.found` with the same run, then `.inspected`. An inspection
    /// of the same category that is still running is abandoned.
    case inspect(category: String, run: Int)
    /// Stop the category's calibration, running or waiting for its turn, or its inspection. Answered by what they answer
    /// when they end: `.calibration(.missing)`, `.inspected`.
    case cancelWork(category: String)
    /// Answered by `.picture`.
    case loadPicture(PictureRequest)
    /// Store it durably; answered by `.recorded` or `.notRecorded`.
    case record(Judgement)
    /// Make `value` the live threshold; answered by `.threshold` or `.thresholdRefused`.
    case commitThreshold(category: String, value: Float, reason: String)
    /// Write verdicts as CSV, of all categories for `nil`; answered by `.exported` or `.failed`.
    case export(category: String?)
    /// Answered by `.stream`, `.ledger`, `.study` and `.tune`.
    case stream(StreamOrder)
    case ledger(LedgerOrder)
    case study(StudyOrder)
    case tune(TuneOrder)
    /// Hear the mouse, or leave it to the terminal, whose own selection it is otherwise in the way of.
    case hearMouse(Bool)
    /// Leave, once everything that was to be recorded before has been stored.
    case quit

    /// Whether doing it computes scores.
    public var scores: Bool {
        switch self {
        case .calibrate, .inspect: true
        case .cancelWork, .loadPicture, .record, .commitThreshold, .export, .stream, .ledger, .study, .tune, .hearMouse,
            .quit:
            false
        }
    }
}
