// vaxel-1177-stub: stands in for 1177's publishing side, so that the gateway can be tried without it.

internal import Glibc

switch StubOptions.read(CommandLine.arguments.dropFirst()) {
case .help:
    print(StubOptions.help)
case .unusable(let problem):
    Console.complain("vaxel-1177-stub: \(problem)\n\(StubOptions.usage)")
    exit(2)
case .run(let options):
    exit(await StubProgram(options: options).run())
}
