import Disk
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// The kernel's word on what happens in folders (inotify(7)). Belongs to one thread, but for `interrupt`.
final class Inotify: Sendable {
    struct Event: Sendable {
        /// Which folder; −1 when events were lost.
        let watch: Int32
        let mask: UInt32
        /// `nil` where it is about the folder itself.
        let name: FilePath.Component?

        func has(_ bit: Int32) -> Bool { mask & UInt32(bitPattern: bit) != 0 }
    }

    /// What is asked for. Changes without a close are wanted too: some writers never close.
    private static let mask = UInt32(
        IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_MODIFY | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF
            | IN_ONLYDIR)

    private let descriptor: Int32
    private let bell: (heard: Int32, rung: Int32)

    /// - Throws: `InspectionError` where the system has no more of them.
    init(for folder: FilePath) throws(InspectionError) {
        descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0, let ends = Self.makeBell() else {
            let reason = Errno(rawValue: errno)
            if descriptor >= 0 { close(descriptor) }
            throw InspectionError(
                .disk, folder,
                "cannot be watched: \(reason); close other programs, or raise fs.inotify.max_user_instances")
        }
        bell = ends
    }

    private static func makeBell() -> (heard: Int32, rung: Int32)? {
        guard let ends = try? FileDescriptor.pipe() else { return nil }
        for end in [ends.readEnd.rawValue, ends.writeEnd.rawValue] {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        return (ends.readEnd.rawValue, ends.writeEnd.rawValue)
    }

    deinit { for end in [descriptor, bell.heard, bell.rung] { close(end) } }

    /// Watches a folder, not those below it.
    func add(_ folder: FilePath) throws(InspectionError) -> Int32 {
        let watch = folder.withPlatformString { inotify_add_watch(descriptor, $0, Self.mask) }
        guard watch >= 0 else {
            let reason = Errno(rawValue: errno)
            let remedy = reason == .noSpace ? "raise fs.inotify.max_user_watches" : "check the path and its mode"
            throw InspectionError(.disk, folder, "cannot be watched: \(reason); \(remedy)")
        }
        return watch
    }

    func remove(_ watch: Int32) { inotify_rm_watch(descriptor, watch) }

    /// Waits until something happens, somebody interrupts, or the time is over.
    func wait(milliseconds: Int32) {
        var ends = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: bell.heard, events: Int16(POLLIN), revents: 0),
        ]
        poll(&ends, 2, milliseconds)
        var rings = [UInt8](repeating: 0, count: 64)
        while read(bell.heard, &rings, rings.count) > 0 {}
    }

    func interrupt() {
        var ring: UInt8 = 1
        _ = write(bell.rung, &ring, 1)
    }

    /// What has happened since the last time.
    func events() -> [Event] {
        var events: [Event] = []
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { buffer in
            while true {
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                guard count > 0 else { return }
                var place = 0
                while place + MemoryLayout<inotify_event>.size <= count {
                    let head = buffer.loadUnaligned(fromByteOffset: place, as: inotify_event.self)
                    let start = place + MemoryLayout<inotify_event>.size
                    let bytes = buffer[start..<(start + Int(head.len))].prefix { $0 != 0 }
                    let name = bytes.isEmpty ? nil : FilePath(bytes: bytes).lastComponent
                    events.append(Event(watch: head.wd, mask: head.mask, name: name))
                    place = start + Int(head.len)
                }
            }
        }
        return events
    }
}
