import Disk
import SystemPackage

/// The tensors that a PyTorch file names, before their numbers are read.
struct StateDict {
    let tensors: [(name: String, tensor: TorchTensor)]

    /// - Parameter root: a dictionary of tensors, or one that holds it under `state_dict` or `model`.
    init(_ root: PickleValue, _ heap: PickleHeap) throws(PickleFault) {
        var found: [(name: String, tensor: TorchTensor)] = []
        for candidate in [root, heap.value("state_dict", of: root), heap.value("model", of: root)] {
            guard case .dictionary(let index)? = candidate else { continue }
            for case (.text(let name), .tensor(let tensor)) in heap.dictionaries[index] { found.append((name, tensor)) }
            if !found.isEmpty { break }
        }
        guard !found.isEmpty else { throw .malformed("holds no dictionary of tensors; save the model's state_dict()") }
        tensors = found
    }

    /// Every storage that a tensor looks into, by key.
    /// - Throws: when two tensors disagree about one.
    func storages() throws(PickleFault) -> [String: TorchStorage] {
        var storages: [String: TorchStorage] = [:]
        for (name, tensor) in tensors {
            let storage = tensor.storage
            guard storages.updateValue(storage, forKey: storage.key) ?? storage == storage else {
                throw .malformed("describes the storage of \(name.printable) in two ways")
            }
        }
        return storages
    }

    /// Reads the numbers. Tensors of whole numbers (counters) are left out.
    /// - Parameter data: the bytes of each storage, by key.
    func checkpoint(
        _ data: [String: UnsafeRawBufferPointer], digest: SHA256Digest, _ path: FilePath
    ) throws(NetworkError) -> Checkpoint {
        var checkpoint = Checkpoint(tensors: [:], digest: digest)
        // Tied weights may show a storage more than once; thousands of views of one storage are an attack on memory.
        var budget = 4 * data.values.reduce(0) { $0 + $1.count }
        var numbers: (key: String, values: [Float]) = ("", [])
        let byStorage = tensors.sorted { ($0.tensor.storage.key, $0.name) < ($1.tensor.storage.key, $1.name) }
        for (name, tensor) in byStorage where tensor.storage.type.isWeight {
            budget -= tensor.count
            guard budget >= 0 else {
                throw NetworkError(.malformed, path, "its tensors show the same numbers too often; save it again")
            }
            if numbers.key != tensor.storage.key || numbers.values.isEmpty {
                guard let bytes = data[tensor.storage.key], let values = tensor.storage.type.floats(bytes),
                    values.count == tensor.storage.count
                else {
                    throw NetworkError(.malformed, path, "\(name.printable) has no numbers in the file; save it again")
                }
                numbers = (tensor.storage.key, values)
            }
            checkpoint.tensors[name] = try Tensor(
                checked: tensor.gather(numbers.values), shape: tensor.shape, name: name, path)
        }
        return checkpoint
    }
}
