/// The three calls and the storage references that saved tensors consist of.
extension Unpickler {
    /// `("storage", type, key, device, count)`, in the old format followed by `None` for "not a view".
    mutating func makeStorage() throws(PickleFault) {
        let tuple = try pop()
        guard case .tuple = tuple, let items = heap.items(tuple), (5...6).contains(items.count),
            case .text("storage") = items[0], case .global(.storage(let type)) = items[1],
            case .text(let key) = items[2], case .integer(let count) = items[4], count >= 0,
            count <= Checkpoint.sizeLimit / type.size
        else { throw .malformed("refers to something that is no storage of numbers") }
        if items.count == 6 {
            guard case .none = items[5] else { throw .malformed("holds a storage that is a view; save it again") }
        }
        stack.append(.storage(TorchStorage(key: key, type: type, count: count)))
    }

    mutating func reduce() throws(PickleFault) {
        let arguments = try pop()
        let callee = try pop()
        guard case .global(let function) = callee else { throw .unsafe("a value that is no function") }
        guard case .tuple = arguments, let items = heap.items(arguments) else {
            throw .malformed("calls \(function) without arguments")
        }
        switch function {
        case .orderedDict where items.isEmpty: stack.append(.dictionary(heap.dictionary()))
        case .rebuildTensor: stack.append(.tensor(try tensor(items)))
        case .rebuildParameter:
            guard case .tensor(let tensor)? = items.first else { throw .malformed("makes a parameter of no tensor") }
            stack.append(.tensor(tensor))
        default: throw .unsafe("\(function) with arguments of its own")
        }
    }

    /// Attributes of an ordered dictionary (PyTorch keeps `_metadata` there) are dropped; nothing else has any.
    mutating func build() throws(PickleFault) {
        guard case .dictionary = try pop(), case .dictionary = try top() else {
            throw .unsafe("__setstate__ of a value (build)")
        }
    }

    private func tensor(_ items: [PickleValue]) throws(PickleFault) -> TorchTensor {
        guard items.count >= 4, case .storage(let storage) = items[0], case .integer(let offset) = items[1],
            let shape = heap.integers(items[2], atMost: 8), let strides = heap.integers(items[3], atMost: 8)
        else { throw .malformed("describes a tensor without storage, offset, shape and strides") }
        guard let tensor = TorchTensor(storage: storage, offset: offset, shape: shape, strides: strides) else {
            throw .malformed("describes a tensor of shape \(shape) that lies outside its storage")
        }
        return tensor
    }
}
