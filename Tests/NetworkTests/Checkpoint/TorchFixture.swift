/// Writes pickles instruction by instruction, honest ones and others.
struct PickleWriter {
    var bytes: [UInt8] = [0x80, 2]

    mutating func op(_ character: Unicode.Scalar) { bytes.append(UInt8(truncatingIfNeeded: character.value)) }
    mutating func raw(_ more: [UInt8]) { bytes += more }
    mutating func mark() { op("(") }
    mutating func stop() { op(".") }

    mutating func text(_ text: String) {
        op("X")
        little(UInt32(text.utf8.count))
        bytes += Array(text.utf8)
    }

    mutating func integer(_ value: Int) {
        if value >= 0, value < 256 {
            bytes += [UInt8(ascii: "K"), UInt8(value)]
            return
        }
        bytes += [0x8A, 8]
        little(UInt64(bitPattern: Int64(value)))
    }

    mutating func global(_ module: String, _ name: String) { raw(Array("c\(module)\n\(name)\n".utf8)) }

    mutating func little<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    mutating func tuple(_ values: [Int]) {
        mark()
        for value in values { integer(value) }
        op("t")
    }
}

/// A file as PyTorch before 1.6 saved it.
struct TorchFixture {
    struct Entry {
        var name: String
        var storage: String
        var type = "FloatStorage"
        var count: Int
        var offset = 0
        var shape: [Int]
        var strides: [Int]
        /// The storage's numbers; empty for a storage that an earlier entry has given.
        var data: [UInt8]

        static func floats(
            _ name: String, _ storage: String, _ values: [Float], shape: [Int], strides: [Int], offset: Int = 0
        )
            -> Entry
        {
            Entry(
                name: name, storage: storage, count: values.count, offset: offset, shape: shape, strides: strides,
                data: values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } })
        }
    }

    var entries: [Entry]

    /// One float tensor for each name, contiguous.
    init(_ entries: [Entry]) { self.entries = entries }

    var prologue: [UInt8] {
        var magic = PickleWriter()
        magic.raw([0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19])
        magic.stop()
        var version = PickleWriter()
        version.raw([UInt8(ascii: "M"), 0xE9, 0x03])
        version.stop()
        var machine = PickleWriter()
        machine.raw(Array("}(".utf8))
        machine.text("little_endian")
        machine.raw([0x88])
        machine.op("u")
        machine.stop()
        return magic.bytes + version.bytes + machine.bytes
    }

    var pickle: [UInt8] {
        var pickle = PickleWriter()
        pickle.global("collections", "OrderedDict")
        pickle.raw(Array(")R(".utf8))
        for entry in entries {
            pickle.text(entry.name)
            pickle.global("torch._utils", "_rebuild_tensor_v2")
            pickle.mark()
            pickle.mark()
            pickle.text("storage")
            pickle.global("torch", entry.type)
            pickle.text(entry.storage)
            pickle.text("cpu")
            pickle.integer(entry.count)
            pickle.raw(Array("NtQ".utf8))
            pickle.integer(entry.offset)
            pickle.tuple(entry.shape)
            pickle.tuple(entry.strides)
            pickle.raw([0x89])
            pickle.global("collections", "OrderedDict")
            pickle.raw(Array(")RtR".utf8))
        }
        pickle.op("u")
        // The attribute that PyTorch hangs on its dictionaries.
        pickle.raw(Array("}(".utf8))
        pickle.text("_metadata")
        pickle.raw(Array("}ub".utf8))
        pickle.stop()
        return pickle.bytes
    }

    var keys: [UInt8] {
        var keys = PickleWriter()
        keys.raw(Array("](".utf8))
        for entry in entries where !entry.data.isEmpty { keys.text(entry.storage) }
        keys.op("e")
        keys.stop()
        return keys.bytes
    }

    var storages: [UInt8] {
        entries.filter { !$0.data.isEmpty }.flatMap { entry in
            withUnsafeBytes(of: Int64(entry.count).littleEndian) { Array($0) } + entry.data
        }
    }

    var bytes: [UInt8] { prologue + pickle + keys + storages }

    /// A file whose tensors are described by `pickle` instead.
    func bytes(with pickle: [UInt8]) -> [UInt8] { prologue + pickle + keys + storages }
}
