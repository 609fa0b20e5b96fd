/// What a multivariate Gaussian of image-level features is made of (Rippel, Mertens & Merhof 2020, arXiv 2005.14140).
public struct MVGOptions: Codable, Equatable, Hashable, Sendable {
    /// How far a level's mean features are from those of good parts.
    public enum Distance: String, Codable, Hashable, Sendable, CaseIterable {
        /// Euclidean, to the mean.
        case l2
        /// Each channel in units of its own standard deviation; correlations are not looked at.
        case sed
        case mahalanobis
    }

    /// How a covariance is estimated from parts that may be fewer than channels.
    public enum Covariance: Codable, Hashable, Sendable {
        /// Shrunk towards a multiple of the identity by as much as the parts themselves suggest (Ledoit & Wolf 2004).
        case ledoitWolf
        /// As the parts have it, divisor n − 1. Only for levels with fewer channels than parts.
        case sample
        /// The same with a constant on its diagonal, in squared feature units.
        case epsilon(Double)
    }

    /// The directions in which a distance is measured.
    public enum Subspace: Codable, Hashable, Sendable {
        case full
        /// The fewest leading principal components that hold this share of the variance.
        case pca(Double)
        /// The others: those that hold at most this share of the variance, where good parts hardly differ.
        case npca(Double)
    }

    public var distance: Distance
    /// For the Mahalanobis distance alone. In a subspace it is estimated from the parts' components there.
    public var covariance: Covariance
    /// For the Mahalanobis distance alone.
    public var subspace: Subspace
    /// Names of the levels whose distances are summed; `nil` for all that the backbone has.
    public var levels: [String]?

    public init(
        distance: Distance = .mahalanobis, covariance: Covariance = .ledoitWolf, subspace: Subspace = .full,
        levels: [String]? = nil
    ) {
        self.distance = distance
        self.covariance = covariance
        self.subspace = subspace
        self.levels = levels
    }

    /// The paper's: the Mahalanobis distance in full, shrunk, summed over all levels.
    public static let standard = MVGOptions()

    /// Variances at or below this count as none: channels that ReLU6 keeps dead have no direction of their own.
    static let varianceFloor = 1e-6
    /// Principal components whose variance is at most this share of the largest are numerical noise.
    static let componentFloor = 1e-6

    /// - Throws: `DetectorError.invalidRecipe` for shares and constants that make no sense.
    func validate() throws(DetectorError) {
        switch subspace {
        case .full: break
        case .pca(let share), .npca(let share):
            guard share > 0, share < 1 else {
                throw DetectorError(.invalidRecipe, "subspace", "\(share) is no share of the variance between 0 and 1")
            }
        }
        if case .epsilon(let epsilon) = covariance {
            guard epsilon > 0, epsilon <= Recipe.Regularisation.largest else {
                throw DetectorError(.invalidRecipe, "covariance", "\(epsilon) is no positive constant to add")
            }
        }
        if let levels, levels.isEmpty || Set(levels).count != levels.count {
            throw DetectorError(.invalidRecipe, "levels", "name at least one, and none twice")
        }
    }
}

extension MVGOptions: CustomStringConvertible {
    /// `mahalanobis, Ledoit-Wolf, NPCA 1 %`.
    public var description: String {
        var words = [distance.rawValue]
        if distance == .mahalanobis {
            switch covariance {
            case .ledoitWolf: words.append("Ledoit-Wolf")
            case .sample: words.append("sample covariance")
            case .epsilon(let epsilon): words.append("epsilon \(epsilon)")
            }
            switch subspace {
            case .full: break
            case .pca(let share): words.append("PCA \(Self.percent(share))")
            case .npca(let share): words.append("NPCA \(Self.percent(share))")
            }
        }
        if let levels { words.append("levels \(levels.joined(separator: " "))") }
        return words.joined(separator: ", ")
    }

    /// `1 %`, `0.01 %`.
    private static func percent(_ share: Double) -> String {
        let rounded = (share * 1e6).rounded() / 1e4
        return rounded == rounded.rounded() ? "\(Int(rounded)) %" : "\(rounded) %"
    }
}
