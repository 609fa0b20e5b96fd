/// What can be done with a category, and what is missing.
extension CategoryCheck {
    public var canCalibrate: Bool { learnable >= Calibrator.minimumParts }
    /// Image AUROC and its kin take both classes.
    public var hasImageFigures: Bool { canCalibrate && good > 0 && defective > 0 }
    /// Pixel AUROC and AUPRO take an outlined defect.
    public var hasPixelFigures: Bool { canCalibrate && masks.sound > 0 }
    /// Whether anything at all can be read.
    public var isUsable: Bool { !sizes.isEmpty }

    /// Something to mend or to know of: printable, and how to mend it.
    public struct Remark: Equatable, Sendable {
        public let text: String
        /// Figures would be wrong, or parts are lost; otherwise it is only good to know.
        public let isProblem: Bool
    }

    /// Problems first.
    public var remarks: [Remark] {
        let all = learningRemarks + fileRemarks + duplicateRemarks + labelRemarks + maskRemarks
        return all.filter(\.isProblem) + all.filter { !$0.isProblem }
    }

    private func problem(_ text: String) -> Remark { Remark(text: text, isProblem: true) }
    private func note(_ text: String) -> Remark { Remark(text: text, isProblem: false) }

    private var learningRemarks: [Remark] {
        let place = reading.layout.placeOfGoodParts
        if !canCalibrate {
            return [
                problem(
                    "\(learnable) good parts to learn from (\(place)): at least \(Calibrator.minimumParts) are needed, "
                        + "and 40 or more are sensible")
            ]
        }
        guard learnable < 40 else { return [] }
        return [note("\(learnable) good parts to learn from are few: 40 or more are sensible")]
    }

    private var fileRemarks: [Remark] {
        var remarks: [Remark] = []
        if !unreadable.isEmpty {
            remarks.append(problem("\(unreadable.count) pictures cannot be read: replace them, or take them out"))
        }
        if sizes.count > 1 {
            remarks.append(
                note(
                    "pictures of \(sizes.count) sizes: each is resized to the network's input, so parts should fill "
                        + "their pictures alike"))
        }
        return remarks
    }

    private var duplicateRemarks: [Remark] {
        var remarks: [Remark] = []
        let (contradictions, leaks) = (duplicates.filter(\.isContradiction), duplicates.filter(\.isLeak))
        if let first = contradictions.first {
            remarks.append(
                problem(
                    "\(contradictions.count) pictures are called good and defective at once, as \(example(first)): "
                        + "delete the wrong copies"))
        }
        if let first = leaks.first {
            remarks.append(
                problem(
                    "\(leaks.count) pictures are learnt from and inspected again, as \(example(first)): figures will "
                        + "look too good; delete one copy of each"))
        }
        let harmless = duplicates.filter { !$0.isLeak && !$0.isContradiction }
        if let first = harmless.first {
            remarks.append(note("\(harmless.count) pictures are there more than once, as \(example(first))"))
        }
        return remarks
    }

    private func example(_ duplicates: Duplicates) -> String { duplicates.names.prefix(2).joined(separator: " and ") }

    private var labelRemarks: [Remark] {
        let all = reading.category.parts.count
        guard all > 0 else { return [note("nothing to inspect: parts to inspect go into test")] }
        var remarks: [Remark] = []
        if unlabelled > 0 {
            remarks.append(note("\(unlabelled) parts have no label: they can be inspected, and count for no figure"))
        }
        guard good + defective > 0 else { return remarks }
        if good == 0 { remarks.append(note("no good parts to inspect: without them there are no image figures")) }
        if defective == 0 {
            remarks.append(note("no defective parts to inspect: without them there are no figures"))
        }
        return remarks
    }

    private var maskRemarks: [Remark] {
        var remarks: [Remark] = []
        let bad = masks.ofAnotherSize + masks.unreadable + masks.faint
        if bad > 0 {
            remarks.append(
                problem("\(bad) masks cannot be used: save each as PNG in its part's size, defects in white"))
        }
        let without = masks.missing + masks.empty
        if without > 0 {
            remarks.append(
                note("\(without) defective parts without an outline: they are left out of the pixel figures"))
        }
        return remarks
    }
}
