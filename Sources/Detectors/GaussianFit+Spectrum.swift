import CKernels

extension GaussianFit {
    /// The leading directions of a strip, position by position, and the parts' distances without themselves.
    func leadingDirections(
        _ range: Range<Int>, _ parts: [UnsafePointer<Float>], _ workspace: FitWorkspace, floor: Double,
        into target: UnsafeMutableRawBufferPointer, scale: UnsafeMutablePointer<Float>,
        weights: UnsafeMutablePointer<Float>, own: [UnsafeMutablePointer<Float>]
    ) throws(DetectorError) {
        guard let spectrum = workspace.spectrum, case .residual(let rank) = form else { return }
        let d = dimensions
        let divisor = Double(parts.count - 1)
        let stride = Whitening.stride(dimensions: d, precision: precision, form: form)
        var direction = [Double](repeating: 0, count: d)
        for at in 0..<range.count {
            try decompose(spectrum, parts, at: at, position: range.lowerBound + at)
            let leading = spectrum.scatter.prefix(rank).map { $0 / divisor }
            let residual = PatchRegularisation.residual(
                leading: leading, total: spectrum.scatter.reduce(0, +) / divisor, dimensions: d, floor: floor)
            guard Float(residual) >= .leastNormalMagnitude, Float(residual).isFinite else {
                throw Self.singular(range.lowerBound + at)
            }
            scale[at] = Float(1 / residual.squareRoot())
            for k in 0..<rank {
                // A direction that varies no more than the others do is one of them.
                let variance = k < leading.count ? max(leading[k], residual) : residual
                let counts = variance > residual
                weights[at * rank + k] = counts ? Float(residual / variance) : 0
                if counts { spectrum.direction(k, into: &direction) }
                let values = counts ? direction.map { Float($0) } : [Float](repeating: 0, count: d)
                write(values, to: target.baseAddress! + at * stride + k * d * (precision == .f16 ? 2 : 4))
            }
            leaveOut(spectrum, at: at, own)
        }
    }

    /// The parts' distances without themselves, where factors need no directions.
    func leaveOut(
        _ range: Range<Int>, _ parts: [UnsafePointer<Float>], _ workspace: FitWorkspace,
        own: [UnsafeMutablePointer<Float>]
    ) throws(DetectorError) {
        guard let spectrum = workspace.spectrum else { return }
        for at in 0..<range.count {
            try decompose(spectrum, parts, at: at, position: range.lowerBound + at)
            leaveOut(spectrum, at: at, own)
        }
    }

    private func leaveOut(_ spectrum: PatchSpectrum, at: Int, _ own: [UnsafeMutablePointer<Float>]) {
        guard !own.isEmpty else { return }
        let distances = spectrum.leaveOneOut(regularisation, wanted: own.count)
        for (target, distance) in zip(own, distances) { target[at] = distance }
    }

    private func decompose(
        _ spectrum: PatchSpectrum, _ parts: [UnsafePointer<Float>], at: Int, position: Int
    ) throws(DetectorError) {
        let isSolved = mean.withUnsafeBufferPointer {
            spectrum.decompose(parts.map { $0 + at * dimensions }, mean: $0.baseAddress! + position * dimensions)
        }
        guard isSolved else { throw Self.singular(position) }
    }

    private func write(_ values: [Float], to target: UnsafeMutableRawPointer) {
        switch precision {
        case .f16: narrow_to_f16(values, Int64(values.count), target.assumingMemoryBound(to: UInt16.self))
        case .f32: target.assumingMemoryBound(to: Float.self).update(from: values, count: values.count)
        }
    }
}
