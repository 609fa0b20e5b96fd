import Disk
import SystemPackage

extension Checkpoint {
    /// Reads tensors that PyTorch saved (`.pth`, `.pt`, `.bin`): the old format and the zip one. The pickle inside is
    /// read by a machine that can only build tensors: whatever else it asks for is refused by name and nothing is run.
    /// - Throws: `NetworkError.unsafe` naming what the file asks to call; `.malformed` for a damaged file.
    public static func readTorch(_ path: FilePath) throws(NetworkError) -> Checkpoint {
        try parseTorch(try contents(path), path)
    }

    static func parseTorch(_ bytes: [UInt8], _ path: FilePath) throws(NetworkError) -> Checkpoint {
        let digest = SHA256Digest(hashing: bytes)
        return try bytes.withUnsafeBufferPointer { (buffer) throws(NetworkError) in
            let raw = UnsafeRawBufferPointer(buffer)
            let state: StateDict
            let data: [String: UnsafeRawBufferPointer]
            do throws(PickleFault) {
                (state, data) = ZipArchive.isZip(raw) ? try torchZip(raw) : try torchLegacy(raw)
            } catch {
                switch error.code {
                case .unsafe: throw NetworkError(.unsafe, path, error.message)
                default:
                    let mend = error.message.contains(";") ? "" : "; copy or download it again"
                    throw NetworkError(.malformed, path, "not a whole PyTorch file: it \(error.message)\(mend)")
                }
            }
            return try state.checkpoint(data, digest: digest, path)
        }
    }

    /// 0x1950a86a20f9469cfc6c, little-endian: the first value of every file of the old format.
    private static let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]

    /// The old format (PyTorch < 1.6): pickles of a magic number, a version, facts about the machine, the tensors, and
    /// the keys of the storages; then for each key the count (Int64) and the numbers, little-endian.
    private static func torchLegacy(
        _ raw: UnsafeRawBufferPointer
    ) throws(PickleFault) -> (StateDict, [String: UnsafeRawBufferPointer]) {
        var cursor = ByteCursor(raw)
        guard case .longInteger(magic) = try Unpickler.read(&cursor).value else {
            throw .malformed("does not begin with PyTorch's mark")
        }
        guard case .integer(1001) = try Unpickler.read(&cursor).value else {
            throw .malformed("is of an unknown version of the format")
        }
        let machine = try Unpickler.read(&cursor)
        guard case .bool(true)? = machine.heap.value("little_endian", of: machine.value) else {
            throw .malformed("was written by a big-endian machine")
        }
        let root = try Unpickler.read(&cursor)
        let state = try StateDict(root.value, root.heap)
        let storages = try state.storages()
        let keys = try Unpickler.read(&cursor)
        var data: [String: UnsafeRawBufferPointer] = [:]
        for item in keys.heap.items(keys.value) ?? [] {
            guard case .text(let key) = item, let storage = storages[key], data[key] == nil else {
                throw .malformed("lists a storage that no tensor uses")
            }
            guard try cursor.integer(Int64.self) == storage.count else {
                throw .malformed("has a storage of another length than its tensors say")
            }
            data[key] = try cursor.take(storage.count * storage.type.size)
        }
        guard data.count == storages.count else { throw .malformed("lacks the numbers of some tensors") }
        guard cursor.rest == 0 else { throw .malformed("has \(cursor.rest) bytes after its last storage") }
        return (state, data)
    }

    /// The zip format (PyTorch ≥ 1.6): `<archive>/data.pkl` and `<archive>/data/<key>`, nothing compressed.
    private static func torchZip(
        _ raw: UnsafeRawBufferPointer
    ) throws(PickleFault) -> (StateDict, [String: UnsafeRawBufferPointer]) {
        let archive = try ZipArchive(raw)
        guard let name = archive.names.first(where: { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }) else {
            throw .malformed("is a zip file without data.pkl; unpack it and import the checkpoint inside")
        }
        let folder = name.dropLast("data.pkl".count)
        if let order = try archive.contents("\(folder)byteorder"), !order.elementsEqual("little".utf8) {
            throw .malformed("was written by a big-endian machine")
        }
        guard let pickle = try archive.contents(name) else { throw .malformed("has no data.pkl") }
        var cursor = ByteCursor(pickle)
        let root = try Unpickler.read(&cursor)
        let state = try StateDict(root.value, root.heap)
        let storages = try state.storages()
        // Entries of a zip file may share bytes; storages that do are an attack on memory.
        var budget = raw.count
        var data: [String: UnsafeRawBufferPointer] = [:]
        for (key, storage) in storages {
            budget -= storage.count * storage.type.size
            guard budget >= 0 else { throw .malformed("claims more numbers than the file has bytes") }
            guard let bytes = try archive.contents("\(folder)data/\(key)") else {
                throw .malformed("lacks the numbers of storage \(key.printable)")
            }
            guard bytes.count == storage.count * storage.type.size else {
                throw .malformed("has a storage of another length than its tensors say")
            }
            data[key] = bytes
        }
        return (state, data)
    }
}
