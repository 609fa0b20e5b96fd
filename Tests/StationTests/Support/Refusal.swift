import Foundation
import Testing

/// What a refusal has to be: one clear line on standard error that names what is wrong, and no crash.
func expectRefusal(
    _ command: Command, naming name: String, status: Int32 = 2, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(command.status == status, "\(command.errors)", sourceLocation: sourceLocation)
    #expect(command.errorLines.count == 1, "\(command.errors)", sourceLocation: sourceLocation)
    #expect(command.errors.hasPrefix("touchstone: "), "\(command.errors)", sourceLocation: sourceLocation)
    #expect(command.errors.contains(name), "\(command.errors)", sourceLocation: sourceLocation)
    #expect(!command.errors.contains("Fatal error"), sourceLocation: sourceLocation)
}
