import Dispatch
import Foundation
import Inspection
import Screens

/// Does what Tune asks for: what it needs to know of a category, and its own entries in the ledger.
final class TuneDesk: Sendable {
    private let inbox: Inbox
    private let bench: LazyBench
    private let inspections: InspectionDesk
    private let author: String
    /// The station's queue for the ledger, so that everything is written in the order in which it was given.
    private let queue: DispatchQueue

    init(
        inbox: Inbox, bench: LazyBench, inspections: InspectionDesk, author: String, ledgerQueue: DispatchQueue
    ) {
        self.author = author
        self.inbox = inbox
        self.bench = bench
        self.inspections = inspections
        queue = ledgerQueue
    }

    /// A category is ready: posts what thresholds are set by.
    func post(_ ready: Workbench.Ready, category: String, ledger: Ledger) throws {
        inbox.post(.tune(.today(Calendar.current.startOfDay(for: Date()))))
        inbox.post(.tune(.calibrationScores(category: category, ready.calibration.leaveOneOutScores)))
        let pixels = try ledger.pixelThreshold(category: category, calibration: ready.digest)
        inbox.post(.tune(.pixelThreshold(category: category, pixels)))
    }

    func run(_ order: TuneOrder) {
        switch order {
        case .commitPixelThreshold(let category, let value, let reason):
            let calibration = inspections.digest(category)
            queue.async { [self] in
                do {
                    let threshold = Threshold(value: value, author: author, time: Date(), reason: reason)
                    try bench.get().ledger.set(
                        threshold, category: category, calibration: calibration, kind: .pixel)
                    inbox.post(.tune(.pixelThreshold(category: category, threshold)))
                } catch {
                    inbox.post(.tune(.pixelThresholdRefused(category: category, "\(error)")))
                }
            }
        }
    }
}
