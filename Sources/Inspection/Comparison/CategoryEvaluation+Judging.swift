import Detectors
import Disk
import Evaluation
import Raster

extension CategoryEvaluation {
    /// What the figures are made of, gathered part by part so that maps are not kept.
    struct Judging {
        let detector: any Detector
        let options: Options
        var judged: [JudgedPart] = []
        var pixels = PixelEvaluation(unmaskedDefects: .leftOut)
        var failures: [String] = []

        init(detector: any Detector, options: Options) {
            self.detector = detector
            self.options = options
        }

        mutating func add(_ finding: Finding) throws {
            switch finding.outcome {
            case .failed(let line): failures.append(line)
            case .scored(let anomaly):
                let defective = finding.part.isDefective == true
                judged.append(
                    JudgedPart(
                        part: finding.part, isDefective: defective, score: anomaly.score,
                        anomaly: options.keepsGrids ? anomaly : nil))
                guard let map = detector.map(of: anomaly) else { return }
                try pixels.add(map: map, mask: mask(of: finding.part), isDefective: defective)
            }
        }

        /// The part's ground truth under the same geometry. Where it cannot be used the score counts all the same.
        private mutating func mask(of part: Part) -> Mask? {
            do {
                guard let path = part.mask, var outline = try part.outline() else { return nil }
                let (recipe, size) = (detector.recipe, try Image.size(of: part.path))
                guard outline.width == size.width, outline.height == size.height else {
                    throw DetectorError(
                        .invalidRecipe, path.printable,
                        "is \(outline.width)×\(outline.height) and its part \(size.width)×\(size.height); "
                            + "the part is left out of the pixel figures")
                }
                // What moves the picture moves the defect in it.
                if let perturbation = options.perturbation { outline = perturbation.applied(to: outline) }
                return recipe.inputProtocol.prepare(outline, width: recipe.width, height: recipe.height)
            } catch {
                failures.append("\(error)")
                return nil
            }
        }
    }
}
