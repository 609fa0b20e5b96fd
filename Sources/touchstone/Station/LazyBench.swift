import Inspection
import Synchronization

/// The home's stores and the backbone, opened when they are first needed: the first frame does not wait for them.
final class LazyBench: Sendable {
    private let setup: StationDesk.Setup
    /// Held while the bench is opened, which may take long: another program may have the ledger.
    private let opened = Mutex<Result<Workbench, any Error>?>(nil)
    private let wantsRetry = Atomic(false)

    init(_ setup: StationDesk.Setup) { self.setup = setup }

    /// Somebody may have mended what was wrong: the next `get` opens again. Returns at once, whatever is being opened.
    func retry() { wantsRetry.store(true, ordering: .sequentiallyConsistent) }

    /// - Throws: what opening threw, each time: the station shows it with every category.
    func get() throws -> Workbench {
        try opened.withLock { opened in
            let isRetry = wantsRetry.exchange(false, ordering: .sequentiallyConsistent)
            switch opened {
            case .failure? where isRetry: break
            case let known?: return known
            case nil: break
            }
            let result = Result {
                let (options, loader) = (setup.recipeOptions, BackboneLoader(setup.home))
                return try Workbench(home: setup.home, access: .readOnlyFallback) {
                    try options.method(for: $0, loader)
                }
            }
            opened = result
            return result
        }.get()
    }
}
