/// What the restricted unpickler can build: plain data and descriptions of tensors, nothing that acts.
///
/// Tuples, lists and dictionaries stand in the unpickler's heap and are named by their place there, so a pickle that
/// nests them a million deep or puts a list into itself costs neither stack nor a leak.
enum PickleValue {
    case none
    case bool(Bool)
    case integer(Int)
    /// A whole number of more than 8 bytes: little-endian two's complement.
    case longInteger([UInt8])
    case float(Double)
    case text(String)
    case bytes([UInt8])
    /// Index into `PickleHeap.sequences`.
    case tuple(Int)
    case list(Int)
    /// Index into `PickleHeap.dictionaries`.
    case dictionary(Int)
    case global(TorchGlobal)
    case storage(TorchStorage)
    case tensor(TorchTensor)
}

/// The containers of one pickle.
struct PickleHeap {
    var sequences: [[PickleValue]] = []
    var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []

    mutating func sequence(_ items: [PickleValue]) -> Int {
        sequences.append(items)
        return sequences.count - 1
    }

    mutating func dictionary() -> Int {
        dictionaries.append([])
        return dictionaries.count - 1
    }

    /// The value that stands last under a text key of a dictionary; `nil` when `value` is no dictionary.
    func value(_ key: String, of value: PickleValue) -> PickleValue? {
        guard case .dictionary(let index) = value else { return nil }
        return dictionaries[index].last {
            if case .text(key) = $0.key { true } else { false }
        }?.value
    }

    /// The items of a tuple or list; `nil` for anything else.
    func items(_ value: PickleValue) -> [PickleValue]? {
        switch value {
        case .tuple(let index), .list(let index): sequences[index]
        default: nil
        }
    }

    /// The items of a tuple or list of at most `limit` whole numbers.
    func integers(_ value: PickleValue, atMost limit: Int) -> [Int]? {
        guard let items = items(value), items.count <= limit else { return nil }
        var integers: [Int] = []
        for item in items {
            guard case .integer(let integer) = item else { return nil }
            integers.append(integer)
        }
        return integers
    }
}

/// Where and why a pickle was given up.
struct PickleFault: Error {
    let code: NetworkError.Code
    let message: String

    static func malformed(_ message: String) -> PickleFault { PickleFault(code: .malformed, message: message) }

    /// The pickle wants something run that only builds tensors if it means well.
    static func unsafe(_ name: String) -> PickleFault {
        PickleFault(
            code: .unsafe,
            message: "asks to call \(name); refused, nothing was run. If you trust its source, save the model's"
                + " state_dict as safetensors there and import that")
    }
}
