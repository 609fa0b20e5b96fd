import Disk
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Picture files in a folder and below it.
enum PictureListing {
    /// Sorted by the bytes of their names, folder by folder. Hidden names are skipped; links to folders are not entered,
    /// so that the listing stays within the folder and ends.
    /// - Throws: `PretrainingError.pictures` where a folder cannot be listed.
    static func pictures(below folder: FilePath) throws(PretrainingError) -> [FilePath] {
        var found: [FilePath] = []
        for name in try names(in: folder) {
            let path = folder.appending(name)
            if path.kind == .folder {
                if !path.isLink { found += try pictures(below: path) }
            } else if isPicture(name) {
                found.append(path)
            }
        }
        return found
    }

    /// Folders right in a folder, sorted; links are followed here, because somebody put them there for this.
    static func folders(in folder: FilePath) throws(PretrainingError) -> [FilePath] {
        try names(in: folder).map { folder.appending($0) }.filter { $0.kind == .folder }
    }

    private static func names(in folder: FilePath) throws(PretrainingError) -> [FilePath.Component] {
        guard folder.kind != .missing else {
            throw PretrainingError(.pictures, folder, "no such folder; check the path")
        }
        guard folder.kind == .folder else { throw PretrainingError(.pictures, folder, "is no folder of pictures") }
        do {
            return try folder.list()
        } catch {
            throw PretrainingError(.pictures, error.path, error.message)
        }
    }

    /// By the ending of its name: .png, .jpg, .jpeg, .bmp in any case.
    private static func isPicture(_ name: FilePath.Component) -> Bool {
        let ending = FilePath(root: nil, [name]).extension.map { $0.lowercased() }
        return ending.map { ["png", "jpg", "jpeg", "bmp"].contains($0) } ?? false
    }
}

extension FilePath {
    fileprivate var isLink: Bool {
        var status = Glibc.stat()
        return withPlatformString { lstat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
