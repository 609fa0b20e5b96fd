// swift-tools-version: 6.1
import PackageDescription

let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let tomlKit = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")

let package = Package(
    name: "touchstone",
    products: [
        .executable(name: "touchstone", targets: ["touchstone"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.4.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // C libraries, each behind a surface that Swift can call.
        .systemLibrary(name: "CCrypto"),
        .systemLibrary(name: "COpenBLAS"),
        // Asked by long work whether a person waits.
        .target(name: "CGivingWay"),
        .target(
            name: "CImageIO", dependencies: ["CGivingWay"],
            linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg")]),
        .target(
            name: "CDNN", dependencies: ["CGivingWay"],
            linkerSettings: [.linkedLibrary("dnnl"), .linkedLibrary("gomp")]),
        .target(name: "CKernels", dependencies: ["CGivingWay"]),
        // The weights of the trunk that comes with the program; the assembler finds them by its search path.
        .target(name: "CShippedTrunk", exclude: ["weights"], cSettings: [.headerSearchPath(".")]),
        // What the machine can do at best, for benchmarks to compare with.
        .target(name: "CCeilings", linkerSettings: [.linkedLibrary("dnnl"), .linkedLibrary("gomp")]),
        .target(name: "CTerminal", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),

        // The rooms of the house; imports go up this list only.
        .target(name: "Disk", dependencies: ["CCrypto", system]),
        .target(name: "TOML", dependencies: ["Disk", tomlKit]),
        .target(name: "Raster", dependencies: ["CImageIO", "CKernels", "Disk"]),
        .target(name: "Network", dependencies: ["CDNN", "CKernels", "COpenBLAS", "CShippedTrunk", "Disk", "Raster"]),
        .target(name: "Detectors", dependencies: ["CGivingWay", "CKernels", "COpenBLAS", "Disk", "Network"]),
        .target(name: "Pretraining", dependencies: ["CKernels", "Disk", "Network", "Raster", "TOML"]),
        .target(name: "Evaluation", dependencies: ["Raster"]),
        .target(name: "Report", dependencies: ["Disk", "Evaluation", "Raster"]),
        .target(name: "Inspection", dependencies: ["CGivingWay", "Detectors", "Evaluation", "TOML", grdb, logging]),
        // Theme/Themes is a link to the Themes at the top: the program carries what lies there.
        .target(
            name: "Canvas", dependencies: ["CGivingWay", "Disk", "Raster", "TOML"],
            resources: [.embedInCode("Theme/Themes")]),
        .target(name: "Screens", dependencies: ["Canvas", "Detectors", "Evaluation", "Inspection"]),
        .target(name: "Terminal", dependencies: ["CTerminal", "Canvas", "Disk"]),
        .target(name: "Bench", dependencies: ["CCeilings", "CTerminal", "Inspection"]),
        .executableTarget(
            name: "touchstone",
            dependencies: ["Bench", "Pretraining", "Report", "Screens", "Terminal", argumentParser]),
        .executableTarget(name: "make-sample-data", dependencies: ["Disk", "Raster", system, argumentParser]),

        // What tests share: reference values from outside the repository.
        .target(name: "TestSupport", dependencies: ["Network"], path: "Tests/Support"),
        .testTarget(name: "DiskTests", dependencies: ["Disk"]),
        .testTarget(name: "TOMLTests", dependencies: ["TOML"]),
        .testTarget(name: "RasterTests", dependencies: ["CImageIO", "CKernels", "Raster", "TestSupport"]),
        .testTarget(name: "NetworkTests", dependencies: ["Network", "TestSupport"]),
        .testTarget(name: "DetectorsTests", dependencies: ["Detectors", "TestSupport"]),
        .testTarget(name: "PretrainingTests", dependencies: ["Pretraining", "TestSupport", system]),
        .testTarget(name: "EvaluationTests", dependencies: ["Evaluation", "TestSupport"]),
        .testTarget(name: "ReportTests", dependencies: ["Disk", "Evaluation", "Raster", "Report", system]),
        .testTarget(name: "InspectionTests", dependencies: ["CGivingWay", "Inspection", "TestSupport"]),
        .testTarget(name: "BenchTests", dependencies: ["Bench", "CCeilings", "TestSupport"]),
        .testTarget(name: "CanvasTests", dependencies: ["Canvas"], exclude: ["Snapshots"]),
        .testTarget(name: "ScreensTests", dependencies: ["Screens"], exclude: ["Snapshots"]),
        .executableTarget(name: "terminal-probe", dependencies: ["Canvas", "Terminal"], path: "Tests/TerminalProbe"),
        .testTarget(name: "TerminalTests", dependencies: ["CTerminal", "Canvas", "Terminal", "terminal-probe"]),
        .testTarget(name: "StationTests", dependencies: ["Detectors", "touchstone", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)
