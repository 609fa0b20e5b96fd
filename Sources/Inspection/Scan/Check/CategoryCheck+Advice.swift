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
        let text = "good parts to learn from: \(learnable)"
        if !canCalibrate, reading.layout == .plain {
            return [
                problem("\(text); put good parts into a folder good, or say --layout good if all of these are good")
            ]
        }
        if !canCalibrate {
            return [
                problem(
                    "\(text), in \(reading.layout.placeOfGoodParts); at least \(Calibrator.minimumParts) are needed, "
                        + "and 40 or more are sensible")
            ]
        }
        return learnable < 40 ? [note("\(text); 40 or more are sensible")] : []
    }

    private var fileRemarks: [Remark] {
        var remarks: [Remark] = []
        if !unreadable.isEmpty {
            remarks.append(
                problem("pictures that cannot be read: \(unreadable.count); replace them, or take them out"))
        }
        if sizes.count > 1 {
            remarks.append(
                note(
                    "sizes of pictures: \(sizes.count); each picture is resized to the network's input, so parts "
                        + "should fill their pictures alike"))
        }
        return remarks
    }

    private var duplicateRemarks: [Remark] {
        func remark(_ what: String, _ which: [Duplicates], _ remedy: String) -> String? {
            guard let first = which.first else { return nil }
            return "\(what): \(which.count), as \(first.names.prefix(2).joined(separator: " and "))\(remedy)"
        }
        return [
            remark(
                "pictures called good and defective at once", duplicates.filter(\.isContradiction),
                "; delete the wrong copies"
            ).map(problem),
            remark(
                "pictures learnt from and inspected again", duplicates.filter(\.isLeak),
                "; figures would look too good: delete one copy of each"
            ).map(problem),
            remark(
                "pictures that are there more than once",
                duplicates.filter { !$0.isLeak && !$0.isContradiction }, ""
            ).map(note),
        ].compactMap { $0 }
    }

    private var labelRemarks: [Remark] {
        guard !reading.category.parts.isEmpty else {
            return [note("nothing to inspect; parts to inspect go into test")]
        }
        var remarks: [Remark] = []
        if unlabelled > 0 {
            remarks.append(
                note("parts without a label: \(unlabelled); they can be inspected, and count for no figure"))
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
                problem("masks that cannot be used: \(bad); save each as PNG in its part's size, defects in white"))
        }
        let without = masks.missing + masks.empty
        if without > 0 {
            remarks.append(
                note("defective parts without an outline: \(without); they are left out of the pixel figures"))
        }
        return remarks
    }
}
