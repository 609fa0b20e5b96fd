import ArgumentParser
import SystemPackage

@main
struct MakeSampleData: AsyncParsableCommand {
    enum Category: String, CaseIterable, ExpressibleByArgument {
        case connector, fabric, flange

        var orders: [Order] {
            switch self {
            case .connector: Order.all(of: Connector.self)
            case .fabric: Order.all(of: Fabric.self)
            case .flange: Order.all(of: Flange.self)
            }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "make-sample-data",
        abstract: "Renders the photographs of sample-data/: good parts, bad parts, and masks of what is bad.",
        discussion: """
            Every photograph is seeded by its own name, so the same command writes the same bytes every time, and \
            one category can be made without the others. The layout is that of MVTec AD:

              DIR/<category>/train/good/000.jpg     good parts to calibrate with
              DIR/<category>/test/<label>/000.jpg   good and bad parts to try it on
              DIR/<category>/ground_truth/<label>/000_mask.png   white where bad

            EXAMPLES
              make-sample-data                      all categories, into sample-data/
              make-sample-data --output /tmp/s --category fabric
              diff -r /tmp/s/fabric sample-data/fabric   says nothing: same bytes

            Existing files of the same names are replaced, others are left alone.
            """)

    @Option(help: ArgumentHelp("Folder that receives a folder for each category.", valueName: "dir"))
    var output = "sample-data"

    @Option(help: "connector, fabric or flange; may be given more than once. All, unless given.")
    var category: [Category] = []

    func run() async throws {
        let folder = FilePath(output)
        for category in category.isEmpty ? Category.allCases : category {
            let orders = category.orders
            // Parts are independent of each other, so the order in which they are done changes nothing.
            let bytes = try await withThrowingTaskGroup(of: Int.self) { group in
                for order in orders { group.addTask { try order.fulfil(in: folder) } }
                return try await group.reduce(0, +)
            }
            print("\(category.rawValue): \(orders.count) photographs, \((bytes + 500) / 1000) kB")
        }
    }
}
