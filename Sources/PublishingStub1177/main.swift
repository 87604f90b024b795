// vaxel-1177-stub: stands in for 1177's publishing side, so that the gateway can be tried without it.

internal import LinuxSystem

switch StubOptions.read(CommandLine.arguments.dropFirst()) {
case .help:
    Console.announce(StubOptions.help)
case .unusable(let problem):
    Console.complain("vaxel-1177-stub: \(problem)\n\(StubOptions.usage)")
    CurrentProcess.exit(2)
case .run(let options):
    CurrentProcess.exit(await StubProgram(options: options).run())
}
