import Canvas
import Disk
import Inspection
import SystemPackage

/// What happened: a key, the passing of time, or news from the world.
public enum Action: Sendable {
    case key(Key)
    case mouse(MousePress)
    /// Seconds since the start, never running backwards.
    case tick(now: Double)
    case resized(Size)

    /// Go back to where the person was when they left.
    case restored(StationMemory.Visit)
    /// The folder has been looked through.
    case opened([Category])
    case calibration(category: String, CalibrationStatus)
    case threshold(category: String, Threshold)
    case thresholdRefused(category: String, String)
    /// All that the ledger holds for a category, withdrawn verdicts left out, as of the last judgement that it has
    /// answered.
    case verdicts(category: String, [SHA256Digest: Opinion])
    case found(category: String, run: Int, [Finding])
    /// The inspection has come to its end.
    case inspected(category: String, run: Int)
    case picture(PictureRequest, PartPicture)
    /// Too many others were asked for after it: it may be asked for again.
    case pictureDropped(PictureRequest)
    /// The judgement is in the ledger. What stands for the part then may be another station's verdict.
    case recorded(id: Int, standing: Standing = .unknown)
    /// The judgement could not be stored; the text is one printable sentence.
    case notRecorded(id: Int, String, standing: Standing = .unknown)
    case exported(FilePath, rows: Int)
    /// What a stream of parts, the ledger's pages and the closer look at a part have to say.
    case stream(StreamNews)
    case ledger(LedgerNews)
    case study(StudyNews)
    /// What there is to know for setting thresholds.
    case tune(TuneNews)
    /// Something else went well, or wrong.
    case told(String)
    case failed(String)
}
