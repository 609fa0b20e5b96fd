import Raster
import Testing

@Suite struct PerturbationIdentityTests {
    static let image = ResizeTests.noise(23, 17, seed: 3)

    @Test(arguments: Perturbation.Kind.allCases)
    func strengthZeroLeavesEverything(_ kind: Perturbation.Kind) throws {
        let mask = PerturbationGeometryTests.mask(23, 17)
        let plane = Plane(width: 23, height: 17, values: (0..<23 * 17).map { Float($0) })
        let identities = PerturbationSweep.standard.filter { $0.kind == kind }.flatMap(\.steps).filter(\.isIdentity)
        #expect(identities == [.none])
        let texts = ["shift:0", "rotate:0", "brightness:1", "contrast:1", "blur:0", "noise:0", "jpeg:none", "none"]
        for text in texts where text.hasPrefix(kind.rawValue) || text == "none" {
            let identity = try Perturbation(parsing: text)
            #expect(identity.isIdentity && !identity.movesPixels)
            #expect(try identity.applied(to: Self.image, seed: 5) == Self.image)
            #expect(identity.applied(to: mask) == mask)
            #expect(identity.applied(to: plane) == plane)
        }
    }

    /// The functions themselves, not only the short way around them.
    @Test func functionsAtStrengthZero() {
        #expect(Self.image.shifted(right: 0, down: 0) == Self.image)
        #expect(Self.image.rotated(degrees: 0) == Self.image)
        #expect(Self.image.brightened(factor: 1) == Self.image)
        #expect(Self.image.contrasted(factor: 1) == Self.image)
        #expect(Self.image.blurred(sigma: 0) == Self.image)
        #expect(Self.image.withNoise(sigma: 0) == Self.image)
    }

    /// Same size, the same each time, and something done, whatever the shape.
    @Test(arguments: PerturbationSweep.standard, [(1, 1), (1, 9), (9, 1), (31, 20)])
    func everyStepGivesAPictureOfTheSameSize(_ sweep: PerturbationSweep, _ size: (Int, Int)) throws {
        let image = ResizeTests.noise(size.0, size.1, seed: 8)
        for step in sweep.steps {
            let perturbed = try step.applied(to: image, seed: 2)
            #expect(perturbed.width == size.0 && perturbed.height == size.1)
            #expect(try step.applied(to: image, seed: 2) == perturbed)
            if size == (31, 20) { #expect((perturbed != image) == !step.isIdentity, "\(step)") }
        }
    }

    /// What changes no place leaves ground truth alone.
    @Test func onlyMovesMoveMasks() throws {
        let mask = PerturbationGeometryTests.mask(300, 200)
        for step in PerturbationSweep.standard.flatMap(\.steps) {
            #expect((step.applied(to: mask) != mask) == step.movesPixels, "\(step)")
        }
    }
}
