import Disk
import SystemPackage

/// What stands directly in a folder, looked at once.
struct FolderLook {
    let path: FilePath
    /// Sorted by bytes, hidden names left out.
    let folders: [FilePath.Component]
    let files: [FilePath.Component]

    init(_ path: FilePath) throws(InspectionError) {
        self.path = path
        do {
            let names = try path.list()
            var folders: [FilePath.Component] = []
            var files: [FilePath.Component] = []
            for name in names {
                if path.appending(name).kind == .folder { folders.append(name) } else { files.append(name) }
            }
            self.folders = folders
            self.files = files
        } catch {
            throw InspectionError(error)
        }
    }

    var pictures: [FilePath.Component] { files.filter(PictureWalk.isPicture) }
    var hasPictures: Bool { files.contains(where: PictureWalk.isPicture) }

    /// A folder in it; `nil` where there is none, or none that may be read.
    func look(into name: FilePath.Component) -> FolderLook? {
        folders.contains(name) ? try? FolderLook(path.appending(name)) : nil
    }

    func has(folder relative: FilePath) -> Bool { path.appending(relative.components).kind == .folder }
    func has(file relative: FilePath) -> Bool { path.appending(relative.components).kind == .file }
}
