import Disk
import SystemPackage

/// Finds masks by the names of their parts; each folder of masks is listed once.
struct MaskFinder {
    private var listed: [FilePath: [[UInt8]: [FilePath.Component]]] = [:]
    /// Folders of masks that are there and may not be read.
    private(set) var unreadable: [InspectionError] = []

    /// Masks in a folder for a picture, told by its name without extension: `<stem>_mask.*`, else `<stem>.*`, else all
    /// in the folder `<stem>`. A PNG is preferred to others of its name.
    mutating func masks(in folder: FilePath, for stem: [UInt8]) -> [FilePath] {
        let names = list(folder)
        for stem in [stem + Array("_mask".utf8), stem] {
            let files = (names[stem] ?? []).filter(PictureWalk.isPicture)
            let pngFirst = files.filter { $0.extension?.lowercased() == "png" } + files
            if let file = pngFirst.lazy.map({ folder.appending($0) }).first(where: { $0.kind == .file }) {
                return [file]
            }
        }
        guard let name = FilePath.Component(bytes: stem), names[stem]?.contains(name) == true else { return [] }
        let own = folder.appending(name)
        guard own.kind == .folder else { return [] }
        return list(own).values.joined().filter(PictureWalk.isPicture).map { own.appending($0) }
            .filter { $0.kind == .file }.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// Names in a folder by their stems, each list in byte order.
    private mutating func list(_ folder: FilePath) -> [[UInt8]: [FilePath.Component]] {
        if let known = listed[folder] { return known }
        var names: [[UInt8]: [FilePath.Component]] = [:]
        do throws(DiskError) {
            for name in try folder.list() {
                let whole = FilePath(root: nil, [name]).bytes
                names[PictureWalk.isPicture(name) ? name.stemBytes : whole, default: []].append(name)
            }
        } catch {
            if folder.kind == .folder { unreadable.append(InspectionError(error)) }
        }
        listed[folder] = names
        return names
    }
}
