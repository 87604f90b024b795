// One outstanding request on each of so many connections, as fast as the answers come; prints one line of figures.

import LinuxSystem

guard let run = LoadRun(Array(CommandLine.arguments.dropFirst())) else {
    StandardStream.error.write(Array(LoadRun.usage.utf8))
    CurrentProcess.exit(2)
}
do {
    let figures = try run.measured()
    StandardStream.output.write(Array(figures.line.utf8))
    CurrentProcess.exit(figures.failed == 0 ? 0 : 1)
} catch {
    StandardStream.error.write(Array("load generator: \(error)\n".utf8))
    CurrentProcess.exit(3)
}
