import Disk

/// The entries of a zip file that are stored, not compressed: what PyTorch writes (PKWARE's APPNOTE 6.3, sections 4.3
/// and 4.5.3).
struct ZipArchive {
    private struct Entry {
        let method: UInt16
        let checksum: UInt32
        let size: Int
        /// Of the local header.
        let offset: Int
    }

    private let raw: UnsafeRawBufferPointer
    private var entries: [String: Entry] = [:]
    /// In the order of the directory.
    private(set) var names: [String] = []

    static func isZip(_ raw: UnsafeRawBufferPointer) -> Bool { raw.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

    init(_ raw: UnsafeRawBufferPointer) throws(PickleFault) {
        self.raw = raw
        var (count, offset) = try Self.directory(raw)
        while count > 0 {
            let fixed = try Self.slice(raw, offset, 46)
            guard Self.field(fixed, 0, UInt32.self) == 0x0201_4B50 else {
                throw .malformed("has a broken zip directory")
            }
            let nameLength = Int(Self.field(fixed, 28, UInt16.self))
            let extraLength = Int(Self.field(fixed, 30, UInt16.self))
            let commentLength = Int(Self.field(fixed, 32, UInt16.self))
            let name = String(decoding: try Self.slice(raw, offset + 46, nameLength), as: UTF8.self)
            let extra = try Self.slice(raw, offset + 46 + nameLength, extraLength)
            let (size, header) = try Self.places(fixed, extra)
            let entry = Entry(
                method: Self.field(fixed, 10, UInt16.self), checksum: Self.field(fixed, 16, UInt32.self), size: size,
                offset: header)
            guard entries.updateValue(entry, forKey: name) == nil else {
                throw .malformed("holds \(name.printable) twice")
            }
            names.append(name)
            offset += 46 + nameLength + extraLength + commentLength
            count -= 1
        }
    }

    /// The bytes of an entry, checked against their CRC-32; `nil` when there is none of that name.
    func contents(_ name: String) throws(PickleFault) -> UnsafeRawBufferPointer? {
        guard let entry = entries[name] else { return nil }
        guard entry.method == 0 else {
            throw .malformed("holds \(name.printable) compressed, which is not read; save the weights as safetensors")
        }
        let local = try Self.slice(raw, entry.offset, 30)
        guard Self.field(local, 0, UInt32.self) == 0x0403_4B50 else { throw .malformed("has a broken zip entry") }
        let start = 30 + Int(Self.field(local, 26, UInt16.self)) + Int(Self.field(local, 28, UInt16.self))
        let bytes = try Self.slice(raw, entry.offset + start, entry.size)
        guard CRC32.of(bytes) == entry.checksum else {
            throw .malformed("was damaged in \(name.printable); copy or download it again")
        }
        return bytes
    }

    /// Number of entries and where their directory begins.
    private static func directory(_ raw: UnsafeRawBufferPointer) throws(PickleFault) -> (Int, Int) {
        // The end record is 22 bytes and a comment of at most 65,535.
        var end = raw.count - 22
        let lowest = max(0, end - 65_535)
        while end >= lowest, field(raw, end, UInt32.self) != 0x0605_4B50 { end -= 1 }
        guard end >= lowest else { throw .malformed("is a zip file without its end") }
        let record = try slice(raw, end, 22)
        var count = Int(field(record, 10, UInt16.self))
        var offset = Int(field(record, 16, UInt32.self))
        if count == 0xFFFF || offset == 0xFFFF_FFFF {
            let locator = try slice(raw, end - 20, 20)
            guard field(locator, 0, UInt32.self) == 0x0706_4B50 else { throw .malformed("has a broken zip directory") }
            let wide = try slice(raw, try place(field(locator, 8, UInt64.self)), 56)
            guard field(wide, 0, UInt32.self) == 0x0606_4B50 else { throw .malformed("has a broken zip directory") }
            count = try place(field(wide, 32, UInt64.self))
            offset = try place(field(wide, 48, UInt64.self))
        }
        guard count <= raw.count / 46 else { throw .malformed("claims more zip entries than it can hold") }
        return (count, offset)
    }

    /// Size and place of an entry, from its zip64 field where the short fields are full.
    private static func places(
        _ fixed: UnsafeRawBufferPointer, _ extra: UnsafeRawBufferPointer
    ) throws(PickleFault) -> (size: Int, offset: Int) {
        var size = Int(field(fixed, 24, UInt32.self))
        var offset = Int(field(fixed, 42, UInt32.self))
        let packedIsWide = field(fixed, 20, UInt32.self) == .max
        var position = 0
        while position + 4 <= extra.count {
            let length = Int(field(extra, position + 2, UInt16.self))
            if field(extra, position, UInt16.self) == 1 {
                var cursor = ByteCursor(try slice(extra, position + 4, length))
                if size == 0xFFFF_FFFF { size = try cursor.length() }
                if packedIsWide { _ = try cursor.length() }
                if offset == 0xFFFF_FFFF { offset = try cursor.length() }
            }
            position += 4 + length
        }
        return (size, offset)
    }

    private static func place(_ value: UInt64) throws(PickleFault) -> Int {
        guard let place = Int(exactly: value) else { throw .malformed("has an impossible place in its zip directory") }
        return place
    }

    private static func slice(
        _ raw: UnsafeRawBufferPointer, _ offset: Int, _ count: Int
    ) throws(PickleFault) -> UnsafeRawBufferPointer {
        guard offset >= 0, count >= 0, offset <= raw.count, count <= raw.count - offset else {
            throw .malformed("is a zip file that was cut short")
        }
        return UnsafeRawBufferPointer(rebasing: raw[offset..<offset + count])
    }

    private static func field<Value: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ type: Value.Type
    ) -> Value {
        Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
}
