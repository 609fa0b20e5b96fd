/// The figures that detectors are compared by. The raw value is the name in CSV and JSON.
public enum QualityFigure: String, CaseIterable, Codable, Sendable {
    case imageAUROC = "image_auroc"
    case imageAP = "image_ap"
    case imageF1 = "image_f1_max"
    case pg5
    case pb5
    case pixelAUROC = "pixel_auroc"
    case pixelAP = "pixel_ap"
    case pixelF1 = "pixel_f1_max"
    case aupro
    case aupimo

    /// For the head of a column.
    public var title: String {
        switch self {
        case .imageAUROC: "image AUROC"
        case .imageAP: "image AP"
        case .imageF1: "image F1-max"
        case .pg5: "PG5"
        case .pb5: "PB5"
        case .pixelAUROC: "pixel AUROC"
        case .pixelAP: "pixel AP"
        case .pixelF1: "pixel F1-max"
        case .aupro: "AUPRO"
        case .aupimo: "AUPIMO"
        }
    }

    /// What it says, in one line for people.
    public var meaning: String {
        switch self {
        case .imageAUROC: "how often a defective part scores above a good one"
        case .imageAP: "average precision over defective parts, without interpolation"
        case .imageF1: "best F1 of any threshold on the parts"
        case .pg5: "good parts that pass where at most 5 % of the defective ones are missed"
        case .pb5: "defective parts that are found where at most 5 % of the good ones are flagged"
        case .pixelAUROC: "how often a defect pixel scores above a pixel outside defects"
        case .pixelAP: "average precision over defect pixels, without interpolation"
        case .pixelF1: "best F1 of any threshold on the pixels"
        case .aupro: "mean share of each defect region covered, up to a false-positive rate that is stated"
        case .aupimo: "share of each part's defect covered where 1 to 10 in 100 000 pixels of good parts are flagged"
        }
    }

    /// Whether it needs maps and outlined defects.
    public var isOfPixels: Bool {
        switch self {
        case .imageAUROC, .imageAP, .imageF1, .pg5, .pb5: false
        case .pixelAUROC, .pixelAP, .pixelF1, .aupro, .aupimo: true
        }
    }
}
