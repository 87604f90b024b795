import LinuxSystem

/// Writes a line of the report, at once, so that a long run is seen while it goes on.
func report(_ line: String) {
    StandardStream.output.write(Array("\(line)\n".utf8))
}
