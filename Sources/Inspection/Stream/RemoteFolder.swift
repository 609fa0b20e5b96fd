import Foundation
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Whether a folder is on another machine, or behind a program: the kernel here does not see who writes there.
package enum RemoteFolder {
    private static let kinds = ["nfs", "cifs", "smb", "9p", "fuse", "ceph", "afs", "ncp", "virtiofs", "vboxsf"]

    static func isRemote(_ folder: FilePath) -> Bool {
        var status = stat()
        guard folder.withPlatformString({ fstatat(AT_FDCWD, $0, &status, 0) }) == 0,
            let table = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        else { return false }
        return isRemote(device: "\(major(status.st_dev)):\(minor(status.st_dev))", mounts: table)
    }

    /// - Parameters:
    ///   - device: `major:minor`.
    ///   - mounts: as /proc/self/mountinfo has them (proc(5)): the device is the third field, the kind follows a lone
    ///   dash.
    package static func isRemote(device: String, mounts: String) -> Bool {
        mounts.split(separator: "\n").contains { line in
            let fields = line.split(separator: " ")
            guard fields.count > 3, fields[2] == device, let dash = fields.lastIndex(of: "-"), dash + 1 < fields.count
            else { return false }
            return kinds.contains { fields[dash + 1].hasPrefix($0) }
        }
    }

    private static func major(_ device: dev_t) -> UInt { (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF }
    private static func minor(_ device: dev_t) -> UInt { device & 0xFF | (device >> 12) & ~0xFF }
}
