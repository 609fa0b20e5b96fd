import Disk
import Network
import Raster
import Synchronization
import SystemPackage

/// Pictures that a training draws from again and again: decoded and reduced once, kept while memory lasts.
struct PictureShelf: Sendable {
    struct Entry: Sendable {
        let path: FilePath
        /// Of the file's bytes.
        let digest: SHA256Digest
        /// As kept.
        let width: Int
        let height: Int
        /// `nil` where it did not fit: the file is then decoded each time.
        var image: Image?
    }

    private(set) var entries: [Entry] = []
    /// Files that cannot be read, one line each.
    private(set) var refusals: [PretrainingError] = []
    /// The shorter side that pictures are reduced to.
    private let size: Int

    /// At most this share of the files may be unreadable.
    static let worstShareUnreadable = 0.1

    /// - Parameters:
    ///   - size: pictures with a longer shorter side are reduced to it; smaller ones stay as they are.
    ///   - limit: bytes of pixels to keep.
    ///   - progress: told the share done, now and then, on the caller's thread.
    /// - Throws: `PretrainingError.pictures` when too many files cannot be read; `CancellationError`.
    init(
        _ paths: [FilePath], size: Int, limit: Int, progress: (Double) -> Void, isCancelled: () -> Bool
    ) throws {
        self.size = size
        var kept = 0
        let round = 64
        for start in stride(from: 0, to: paths.count, by: round) {
            if isCancelled() { throw CancellationError() }
            let some = Array(paths[start..<min(start + round, paths.count)])
            let read = Mutex<[Result<Entry, PretrainingError>?]>(Array(repeating: nil, count: some.count))
            Teamwork.perform(some.count) { i in
                let result = Self.read(some[i], size: size, expecting: nil)
                read.withLock { $0[i] = result }
            }
            for result in read.withLock({ $0 }) {
                switch result {
                case .success(var entry):
                    let bytes = 3 * entry.width * entry.height
                    if kept + bytes > limit { entry.image = nil } else { kept += bytes }
                    entries.append(entry)
                case .failure(let refusal): refusals.append(refusal)
                case nil: break
                }
            }
            progress(Double(start + some.count) / Double(paths.count))
        }
        guard Double(refusals.count) <= Self.worstShareUnreadable * Double(paths.count) else {
            throw PretrainingError(
                .pictures, refusals[0].subject,
                "\(refusals[0].message); \(refusals.count) of \(paths.count) pictures cannot be read, "
                    + "which is too many to go on: mend them or take them out")
        }
    }

    /// The picture, from memory or from its file.
    /// - Throws: `PretrainingError.pictures` where the file is no longer what it was.
    func image(_ index: Int) throws(PretrainingError) -> Image {
        let entry = entries[index]
        if let image = entry.image { return image }
        let again = try Self.read(entry.path, size: size, expecting: entry.digest).get()
        guard let image = again.image else {
            throw PretrainingError(.pictures, entry.path, "cannot be read any more")
        }
        return image
    }

    private static func read(
        _ path: FilePath, size: Int, expecting digest: SHA256Digest?
    ) -> Result<Entry, PretrainingError> {
        do {
            let bytes = try path.readAll(limit: DecodeLimits.standard.fileBytes)
            let found = SHA256Digest(hashing: bytes)
            if let digest, digest != found {
                return .failure(PretrainingError(.pictures, path, "has changed while it was learnt from; start anew"))
            }
            let whole = try Image.decode(bytes, name: path)
            let shorter = min(whole.width, whole.height)
            let image =
                shorter <= size
                ? whole
                : whole.resized(
                    width: max(1, (whole.width * size + shorter / 2) / shorter),
                    height: max(1, (whole.height * size + shorter / 2) / shorter))
            return .success(
                Entry(path: path, digest: found, width: image.width, height: image.height, image: image))
        } catch let error as RasterError {
            return .failure(PretrainingError(.pictures, error.subject, error.message))
        } catch let error as DiskError {
            return .failure(PretrainingError(.pictures, error.path, error.message))
        } catch {
            return .failure(PretrainingError(.pictures, path, "\(error)"))
        }
    }
}

/// How much of the memory pictures may take where nobody says otherwise.
public enum PictureBudget {
    /// 4 GiB of pixels: 20,000 pictures of 256 × 256.
    public static let standard = 4 << 30
}
