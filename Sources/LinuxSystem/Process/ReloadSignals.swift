internal import Glibc

/// SIGHUP as wishes to read configuration anew; from its making on, it no longer ends the program.
package final class ReloadSignals: Sendable {
    private let watch: SignalWatch

    /// Takes the signal over for the whole process.
    package init() {
        watch = SignalWatch([SIGHUP], label: "vaxel.signals.reload")
    }

    /// Acts at each wish, one after the other, until the task is cancelled.
    ///
    /// What comes while acting is one more wish, however often it came.
    package func forEach(_ act: @Sendable () async -> Void) async {
        for await _ in watch.events { await act() }
    }
}
