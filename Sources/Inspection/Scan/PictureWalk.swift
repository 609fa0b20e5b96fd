import Disk
import SystemPackage

/// Walks through a folder and everything below it for pictures.
struct PictureWalk {
    /// Names in the top folder that are not entered.
    var leftOut: Set<FilePath.Component> = []
    /// Relative to the folder that was entered.
    private(set) var found: [FilePath] = []
    private(set) var refusals: [InspectionError] = []
    private var refused: [FilePath: InspectionError] = [:]
    private var seen: Set<FolderIdentity> = []

    /// - Parameter above: folders that are not entered: a link may lead back to them.
    init(leftOut: Set<FilePath.Component> = [], above: [FilePath] = []) {
        self.leftOut = leftOut
        seen = Set(above.compactMap { FolderIdentity($0) })
    }

    mutating func enter(_ top: FilePath) { enter(top, relative: "") }

    /// Why a folder could not be listed.
    func refusal(of folder: FilePath) -> InspectionError? { refused[folder] }

    private mutating func enter(_ folder: FilePath, relative: FilePath) {
        guard let identity = FolderIdentity(folder), seen.insert(identity).inserted else { return }
        do throws(DiskError) {
            for name in try folder.list() {
                let path = folder.appending(name)
                if path.kind == .folder {
                    if relative.isEmpty, leftOut.contains(name) { continue }
                    enter(path, relative: relative.appending(name))
                } else if Self.isPicture(name) {
                    // Also a pipe or a link to nothing: it is named like a part, so it must be accounted for.
                    found.append(relative.appending(name))
                }
            }
        } catch {
            refused[folder] = InspectionError(error)
            refusals.append(InspectionError(error))
        }
    }

    static func isPicture(_ name: FilePath.Component) -> Bool {
        let bytes = FilePath(root: nil, [name]).bytes
        guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return false }
        return [".png", ".jpg", ".jpeg", ".bmp"].contains { $0.utf8.elementsEqual(bytes[dot...].map(lowered)) }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
