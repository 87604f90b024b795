internal import Glibc

/// SIGTERM and SIGINT as something to wait for.
///
/// From its making on, they no longer end the program by themselves, nor does writing to a pipe or socket that nobody
/// reads.
package final class StopSignals: Sendable {
    private let watch: SignalWatch

    /// Takes the signals over for the whole process.
    package init() {
        _ = Glibc.signal(SIGPIPE, SIG_IGN)
        watch = SignalWatch([SIGTERM, SIGINT], label: "vaxel.signals.stop")
    }

    /// Returns when one of the signals comes, or the task is cancelled.
    package func wait() async {
        for await _ in watch.events { return }
    }
}
