import Disk
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A folder, and those below it where they are wanted, as the kernel watches them.
struct WatchedTree {
    enum Change: Equatable {
        /// Its writer closed it, or it was renamed into place.
        case closed(FilePath)
        /// It is there or has changed, and may still be written.
        case touched(FilePath)
        /// It was renamed away or deleted.
        case left(FilePath)
        /// A folder came: what is in it has not been told of.
        case folderCame(FilePath)
        case folderLeft(FilePath)
        /// Something happened that the kernel did not keep.
        case lost
        /// The watched folder itself is gone.
        case gone
    }

    let top: FilePath
    let isRecursive: Bool
    private let inotify: Inotify
    private var folders: [Int32: FilePath] = [:]

    init(_ top: FilePath, isRecursive: Bool, inotify: Inotify) {
        self.top = top
        self.isRecursive = isRecursive
        self.inotify = inotify
    }

    /// Watches the folder and, where wanted, all below it.
    /// - Returns: why folders below it could not be watched.
    /// - Throws: when the folder itself cannot be.
    mutating func begin() throws(InspectionError) -> [InspectionError] {
        for watch in folders.keys { inotify.remove(watch) }
        folders = [:]
        folders[try inotify.add(top)] = top
        return isRecursive ? enter(below: top, depth: 0) : []
    }

    /// Watches a folder that came, and those in it.
    mutating func enter(_ folder: FilePath) -> [InspectionError] {
        do throws(InspectionError) {
            folders[try inotify.add(folder)] = folder
        } catch {
            return folder.kind == .missing ? [] : [error]
        }
        return enter(below: folder, depth: 0)
    }

    /// Deep enough for any layout, and an end to links that lead in a circle.
    private static let maximumDepth = 16

    private mutating func enter(below folder: FilePath, depth: Int) -> [InspectionError] {
        guard depth < Self.maximumDepth else { return [] }
        var refusals: [InspectionError] = []
        for name in (try? folder.list()) ?? [] where folder.appending(name).kind == .folder {
            do throws(InspectionError) {
                folders[try inotify.add(folder.appending(name))] = folder.appending(name)
                refusals += enter(below: folder.appending(name), depth: depth + 1)
            } catch  where folder.appending(name).kind == .missing {
                continue
            } catch {
                refusals.append(error)
            }
        }
        return refusals
    }

    /// What has happened since the last time, in its order. Names that no camera would give a finished picture are left
    /// out: hidden ones, and all that do not end like a picture.
    mutating func changes() -> [Change] {
        var changes: [Change] = []
        for event in inotify.events() {
            if event.has(IN_Q_OVERFLOW) {
                changes.append(.lost)
                continue
            }
            guard let folder = folders[event.watch] else { continue }
            if event.has(IN_IGNORED) { folders[event.watch] = nil }
            if event.has(IN_DELETE_SELF) || event.has(IN_MOVE_SELF) || event.has(IN_UNMOUNT) || event.has(IN_IGNORED) {
                if folder == top { changes.append(.gone) }
                continue
            }
            guard let name = event.name, FilePath(root: nil, [name]).bytes.first != UInt8(ascii: ".") else { continue }
            let path = folder.appending(name)
            if event.has(IN_ISDIR) {
                guard isRecursive else { continue }
                if event.has(IN_CREATE) || event.has(IN_MOVED_TO) { changes.append(.folderCame(path)) }
                if event.has(IN_MOVED_FROM) || event.has(IN_DELETE) {
                    forget(path)
                    changes.append(.folderLeft(path))
                }
            } else if PictureWalk.isPicture(name) {
                if event.has(IN_CLOSE_WRITE) || event.has(IN_MOVED_TO) {
                    changes.append(.closed(path))
                } else if event.has(IN_MOVED_FROM) || event.has(IN_DELETE) {
                    changes.append(.left(path))
                } else {
                    changes.append(.touched(path))
                }
            }
        }
        return changes
    }

    /// A folder that was moved would go on telling of its files under the old name.
    private mutating func forget(_ folder: FilePath) {
        for (watch, path) in folders where path.starts(with: folder) {
            inotify.remove(watch)
            folders[watch] = nil
        }
    }

    /// Pictures that are there now.
    func pictures(below folder: FilePath? = nil) -> [FilePath] { pictures(folder ?? top, depth: 0) }

    private func pictures(_ folder: FilePath, depth: Int) -> [FilePath] {
        guard depth < Self.maximumDepth else { return [] }
        var found: [FilePath] = []
        for name in (try? folder.list()) ?? [] {
            let path = folder.appending(name)
            if PictureWalk.isPicture(name), path.kind != .folder {
                found.append(path)
            } else if isRecursive, path.kind == .folder {
                found += pictures(path, depth: depth + 1)
            }
        }
        return found
    }
}
