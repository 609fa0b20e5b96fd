import Inspection
import Synchronization

/// The home's stores and the backbone, opened when they are first needed: the first frame does not wait for them.
final class LazyBench: Sendable {
    private let setup: StationDesk.Setup
    private let opened = Mutex<Result<Workbench, any Error>?>(nil)

    init(_ setup: StationDesk.Setup) { self.setup = setup }

    /// Somebody may have mended what was wrong: the next `get` opens again.
    func retry() {
        opened.withLock { if case .failure = $0 { $0 = nil } }
    }

    /// - Throws: what opening threw, each time: the station shows it with every category.
    func get() throws -> Workbench {
        try opened.withLock { opened in
            if let known = opened { return known }
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
