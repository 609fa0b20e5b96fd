import Disk
import SystemPackage

#if canImport(Glibc)
import Glibc
#endif

/// Who sits at the station.
public enum Author {
    /// `$USER`, or the name of the account, or its number; printable and at most 64 characters.
    public static var current: String {
        let name = getenv("USER").flatMap { $0.pointee == 0 ? nil : FilePath(platformString: $0).printable }
            ?? account ?? "uid \(geteuid())"
        return String(name.prefix(64))
    }

    private static var account: String? {
        var record = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            guard getpwuid_r(geteuid(), &record, buffer.baseAddress!, buffer.count, &found) == 0, found != nil,
                let name = record.pw_name, name.pointee != 0
            else { return nil }
            return FilePath(platformString: name).printable
        }
    }
}
