import Raster

extension ComparisonReport {
    /// One part with its picture and, beside it, what each method saw in it.
    public struct ShownPart: Sendable {
        /// As the file is called; hostile.
        public var name: String
        /// What it is: "good", "pitting".
        public var label: String
        public var isDefective: Bool
        /// Why it is shown: "highest score of a good part (PaDiM)".
        public var reason: String
        /// At any size; a page shrinks it to `mostPixels` on its longer side.
        public var picture: Image
        /// The outlined defect, of any size with the picture's proportions.
        public var truth: Mask?
        /// By the method's id; a method that is missing was not asked.
        public var findings: [Method.ID: Finding]

        /// Longest side of a picture on the page.
        public static let mostPixels = 256

        public init(
            name: String, label: String, isDefective: Bool, reason: String, picture: Image, truth: Mask? = nil,
            findings: [Method.ID: Finding]
        ) {
            self.name = name
            self.label = label
            self.isDefective = isDefective
            self.reason = reason
            self.picture = picture
            self.truth = truth
            self.findings = findings
        }

        /// Shrinks picture, ground truth and maps to what a page shows, for a caller that holds many of them.
        public func reduced() -> ShownPart {
            var part = self
            let size = PictureSize(width: picture.width, height: picture.height, most: Self.mostPixels)
            part.picture = picture.resized(width: size.width, height: size.height)
            part.truth = truth?.covered(width: size.width, height: size.height)
            part.findings = findings.mapValues { finding in
                var finding = finding
                finding.map = finding.map?.peaks(width: size.width, height: size.height)
                return finding
            }
            return part
        }
    }

    /// What one method saw in a part.
    public struct Finding: Sendable {
        /// `nil`: NOT INSPECTED.
        public var score: Float?
        public var threshold: Float?
        /// In the part's own proportions; `nil` for a detector that gives a score alone. What was not seen is NaN.
        public var map: Plane?
        /// Where the map's colours jump, in its own units; `nil` where a map is on the scale of the score, as one is
        /// whose peak is the score.
        public var mapThreshold: Float?

        public init(score: Float?, threshold: Float?, map: Plane?, mapThreshold: Float? = nil) {
            self.score = score
            self.threshold = threshold
            self.map = map
            self.mapThreshold = mapThreshold
        }

        /// Flagged as a whole while no place on its map is: a map that stays dark beside a REJECT needs that word.
        var isFlaggedWithoutPlace: Bool {
            guard isFlagged == true, let map, let threshold = mapThreshold ?? threshold else { return false }
            // Interpolation may take a little off a peak.
            return map.values.allSatisfy { !($0 >= 0.98 * threshold) }
        }

        /// Flagged the way verdicts are: score >= threshold. `nil` without either.
        public var isFlagged: Bool? {
            guard let score, let threshold else { return nil }
            return score >= threshold
        }
    }
}
