import LinuxSystem

let status = await CommandTable.run(Array(CommandLine.arguments.dropFirst()))
CurrentProcess.exit(status)
