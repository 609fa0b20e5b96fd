import Disk
import Foundation
import Report
import SystemPackage
import Testing

/// A page as a real browser has it. The other tests need none.
struct BrowserTests {
    /// The first browser there is that runs without a screen.
    private static let browser: URL? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        for name in ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"] {
            for folder in folders {
                let file = URL(fileURLWithPath: "\(folder)/\(name)")
                if FileManager.default.isExecutableFile(atPath: file.path) { return file }
            }
        }
        return nil
    }()

    static let hasBrowser = browser != nil

    /// What the browser prints; it is ended when it has not answered after two minutes.
    private func run(_ arguments: [String], in folder: FilePath) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = Self.browser
        process.arguments =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--user-data-dir=\(folder.appending("profile").string)",
            ] + arguments
        let output = folder.appending("output").string
        try FilePath(output).writeAtomically([])
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.standardError = FileHandle.nullDevice
        try process.run()
        let limit = ContinuousClock.now + .seconds(120)
        while process.isRunning {
            if ContinuousClock.now > limit { process.terminate() }
            Thread.sleep(forTimeInterval: 0.05)
        }
        let data = FileManager.default.contents(atPath: output) ?? Data()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    @Test(
        .enabled(if: BrowserTests.hasBrowser, "needs a headless browser: install chromium"),
        arguments: [1280, 600])
    func itStandsInABrowser(width: Int) throws {
        let folder = try TemporaryFolder("report")
        defer { folder.remove() }
        let page = folder.path.appending("report.html")
        try page.writeAtomically(Array(try Fixture.report().html().utf8))

        let dump = try run(["--window-size=\(width),800", "--dump-dom", "file://\(page.string)"], in: folder.path)
        try #require(dump.status == 0)
        #expect(dump.output.contains("<section id=\"summary\""))
        // A parser that had to mend something would have closed elements early: every section is still in main.
        let main = try #require(dump.output.range(of: "</main>"))
        #expect(!dump.output[main.upperBound...].contains("<section"))

        let shot = folder.path.appending("shot.png")
        let taken = try run(
            ["--window-size=\(width),800", "--screenshot=\(shot.string)", "file://\(page.string)"], in: folder.path)
        try #require(taken.status == 0)
        let bytes = try shot.readAll(limit: 50_000_000)
        #expect(bytes.count > 10_000, "an empty page is smaller")
    }
}
