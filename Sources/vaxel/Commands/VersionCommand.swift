internal import GatewayService

/// `vaxel version`.
enum VersionCommand {
    static let command = Command("version", summary: "print the version") { _ in
        Console.write("vaxel \(ProductVersion.text)\n")
        return 0
    }
}
