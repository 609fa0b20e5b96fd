/// What can be measured, by the name that `--only` takes.
public enum Subject: String, CaseIterable, Sendable, Codable {
    case throughput
    case latency
    case network
    case scoring
    case calibration
    case memory
    case station
    case training

    public var meaning: String {
        switch self {
        case .throughput: "files to scores, the way score takes a folder"
        case .latency: "one part at a time, file to score"
        case .network: "the network alone beside convolutions of oneDNN"
        case .scoring: "scoring one part's embeddings beside reading memory"
        case .calibration: "learning n parts beside scoring n parts"
        case .memory: "resident memory while scoring a folder, once and four times"
        case .station: "start-up to first frame, keys to painted frames"
        case .training: "teaching ResNet-18, beside its convolutions alone and PyTorch"
        }
    }

    /// Measures it.
    /// - Parameter say: told how far it is, a line at a time.
    func measure(_ setting: Setting, say: (String) -> Void) throws -> [Row] {
        switch self {
        case .throughput: try Throughput(setting).rows(say)
        case .latency: try Latency(setting).rows(say)
        case .network: try NetworkAlone(setting).rows(say)
        case .scoring: try ScoringAlone(setting).rows(say)
        case .calibration: try Calibrating(setting).rows(say)
        case .memory: try ResidentMemory(setting).rows(say)
        case .station: try StationTimes(setting).rows(say) + JudgingTimes(setting).rows(say)
        case .training: try TrainingSteps(setting).rows(say)
        }
    }
}
