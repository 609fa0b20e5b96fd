/// A run of numbers that a file announces in its pickle and holds elsewhere.
struct TorchStorage: Equatable {
    /// The file's own name for it.
    let key: String
    let type: WeightType
    let count: Int
}

/// A tensor as PyTorch describes it: a view into a storage, in any memory order.
struct TorchTensor {
    let storage: TorchStorage
    let offset: Int
    let shape: [Int]
    /// Steps in numbers, not bytes, for each axis.
    let strides: [Int]
    /// Numbers in the tensor.
    let count: Int

    /// `nil` unless every element stands inside the storage and no storage is shown larger than it is.
    init?(storage: TorchStorage, offset: Int, shape: [Int], strides: [Int]) {
        guard shape.count == strides.count, shape.count <= 8, offset >= 0, strides.allSatisfy({ $0 >= 0 }),
            let count = Tensor.count(shape, limit: storage.count)
        else { return nil }
        if count > 0 {
            var last = offset
            for (side, stride) in zip(shape, strides) {
                let (step, tooFar) = (side - 1).multipliedReportingOverflow(by: stride)
                let (sum, beyond) = last.addingReportingOverflow(step)
                guard !tooFar, !beyond else { return nil }
                last = sum
            }
            guard last < storage.count else { return nil }
        }
        (self.storage, self.offset, self.shape, self.strides, self.count) = (storage, offset, shape, strides, count)
    }

    /// The elements in row-major order.
    /// - Precondition: `numbers` are the storage's.
    func gather(_ numbers: [Float]) -> [Float] {
        guard count > 0 else { return [] }
        var index = [Int](repeating: 0, count: shape.count)
        var place = offset
        return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            for i in 0..<count {
                buffer[i] = numbers[place]
                var axis = shape.count - 1
                while axis >= 0 {
                    index[axis] += 1
                    place += strides[axis]
                    if index[axis] < shape[axis] { break }
                    place -= strides[axis] * shape[axis]
                    index[axis] = 0
                    axis -= 1
                }
            }
            initialized = count
        }
    }
}
