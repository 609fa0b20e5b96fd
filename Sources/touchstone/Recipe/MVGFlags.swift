import ArgumentParser
import Detectors
import Disk

/// How far a part as a whole is from the good ones, for `--detector mvg`.
struct MVGFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp("MVG: distance of a level's mean features.", valueName: "l2|sed|mahalanobis"))
    var distance = MVGOptions.Distance.mahalanobis

    @Option(
        help: ArgumentHelp(
            "MVG: directions that the Mahalanobis distance is measured in: the leading components that hold a share of "
                + "the variance (pca:0.99), or those that hold the last of it (npca:0.01).",
            valueName: "full|pca:x|npca:x"))
    var subspace = "full"

    @Option(
        help: ArgumentHelp(
            "MVG: how a covariance is estimated from few parts: shrunk by as much as they suggest, as they have it, or with "
                + "a constant on its diagonal.", valueName: "ledoit-wolf|sample|epsilon:x"))
    var covariance = "ledoit-wolf"

    @Option(help: ArgumentHelp("MVG: names of the levels to sum over (default all).", valueName: "a,b,…"))
    var levels: String?

    func validate() throws { _ = try options() }

    func options() throws -> MVGOptions {
        let parts = subspace.split(separator: ":", omittingEmptySubsequences: false)
        let share = parts.count == 2 ? Double(parts[1]) : nil
        let chosen: MVGOptions.Subspace
        switch (parts.first, share) {
        case ("full", nil) where parts.count == 1: chosen = .full
        case ("pca", let share?) where share > 0 && share < 1: chosen = .pca(share)
        case ("npca", let share?) where share > 0 && share < 1: chosen = .npca(share)
        default:
            throw ValidationError(
                "--subspace '\(subspace.printable)' is none of full, pca:0.95, npca:0.01 (a share of the variance).")
        }
        return MVGOptions(
            distance: distance, covariance: try chosenCovariance(), subspace: chosen,
            levels: levels.map { $0.split(separator: ",").map(String.init) })
    }

    private func chosenCovariance() throws -> MVGOptions.Covariance {
        switch covariance {
        case "ledoit-wolf": return .ledoitWolf
        case "sample": return .sample
        default:
            let constant = covariance.hasPrefix("epsilon:") ? Double(covariance.dropFirst(8)) : nil
            guard let constant, constant > 0, constant.isFinite else {
                throw ValidationError(
                    "--covariance '\(covariance.printable)' is none of ledoit-wolf, sample, epsilon:0.01.")
            }
            return .epsilon(constant)
        }
    }
}

extension MVGOptions.Distance: ExpressibleByArgument {}
