import CGivingWay
import Dispatch
import Inspection
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Work in the background stands aside while a person's key is answered. What is asked for holds for the whole process,
/// so these run one after another.
@Suite(.serialized) struct GivingWayTests {
    /// Looks once from a thread of the background.
    private final class Look: Sendable {
        private let times = Mutex<(before: ContinuousClock.Instant, after: ContinuousClock.Instant)?>(nil)
        private let done = DispatchSemaphore(value: 0)

        init(_ priority: GivingWay) {
            let begun = DispatchSemaphore(value: 0)
            DispatchQueue(label: "look").async { [self] in
                priority.run { [self] in
                    let before = ContinuousClock.now
                    begun.signal()
                    give_way()
                    times.withLock { $0 = (before, .now) }
                }
                done.signal()
            }
            begun.wait()
        }

        /// When it looked and when it went on; `nil` if it never does.
        func end() -> (before: ContinuousClock.Instant, after: ContinuousClock.Instant)? {
            done.wait(timeout: .now() + 60) == .success ? times.withLock { $0 } : nil
        }
    }

    /// What a thread sleeps at most before it does the next piece.
    private static let longestSleep = Duration.milliseconds(100)

    /// Below the lowest priority there is none to be lowered to.
    private static let canLower = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(getpid())) < 19

    @Test(
        "A lowered thread waits until the way is given back", .enabled(if: canLower),
        arguments: [GivingWay.little, .some, .all])
    func lowerWaits(_ priority: GivingWay) throws {
        GivingWay.keepFree(seconds: 3600)
        let look = Look(priority)
        usleep(20_000)
        let givenBack = ContinuousClock.now
        GivingWay.keepFree(seconds: 0)
        let (before, after) = try #require(look.end())
        #expect(after - before >= min(Self.longestSleep, givenBack - before))
    }

    @Test("Keys without a pause do not stop it for ever", .enabled(if: canLower))
    func goesOnMeanwhile() throws {
        GivingWay.keepFree(seconds: 3600)
        defer { GivingWay.keepFree(seconds: 0) }
        let (before, after) = try #require(Look(.some).end())
        #expect(after - before >= Self.longestSleep)
    }

    @Test("A thread of the main one's priority never waits")
    func equalGoesOn() {
        GivingWay.keepFree(seconds: 3600)
        defer { GivingWay.keepFree(seconds: 0) }
        // Each wait would be a tenth of a second.
        let clock = ContinuousClock()
        let taken = clock.measure { for _ in 0..<100 { give_way() } }
        #expect(taken < .seconds(5))
        #expect(giving_way_is_asked() != 0)
    }

    @Test("What was asked for ends by itself, and looking is cheap again", .enabled(if: canLower))
    func endsByItself() throws {
        let start = ContinuousClock.now
        GivingWay.keepFree(seconds: 0.05)
        let (_, after) = try #require(Look(.some).end())
        #expect(after - start >= .milliseconds(50))
        give_way()
        #expect(giving_way_is_asked() == 0)
    }
}
