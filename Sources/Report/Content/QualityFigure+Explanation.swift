import Evaluation

extension QualityFigure {
    /// What it says, in a sentence for somebody who has not met it before.
    func explanation(auproLimit: Double) -> String {
        switch self {
        case .imageAUROC:
            "The probability that a defective part scores above a good one: 1 is perfect order, 0.5 is chance."
        case .imageAP:
            "Average precision: of the parts flagged, the share that is defective, averaged over how many of the "
                + "defective ones are found; it depends on how common defects are among the judged parts."
        case .imageF1:
            "The best balance of precision and recall that any threshold reaches, chosen with the labels known: an upper "
                + "bound of what a threshold set beforehand can reach."
        case .pg5:
            "The share of good parts that pass at the threshold where at most 5 % of the defective parts are missed."
        case .pb5:
            "The share of defective parts found at the threshold where at most 5 % of the good parts are rejected."
        case .pixelAUROC:
            "The probability that a pixel inside an outlined defect scores above one outside; large defects weigh more "
                + "than small ones."
        case .pixelAP:
            "Average precision over pixels: of the pixels flagged, the share inside outlined defects, averaged over how "
                + "much of them is found."
        case .pixelF1:
            "The best balance of precision and recall over pixels that any threshold reaches, chosen with the outlines "
                + "known."
        case .aupro:
            "Area under the per-region overlap curve: how much of each outlined defect is covered, small ones counting "
                + "as much as large ones, averaged over false-positive rates of pixels up to "
                + "\(Decimals.short(auproLimit)) and divided by that limit."
        case .aupimo:
            "How much of each defective part's defect is covered while only 1 to 10 in 100 000 pixels of good parts are "
                + "flagged: the strictest of these figures."
        }
    }
}
