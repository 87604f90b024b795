internal import LinuxSystem

/// Something that takes long to make and then stays: made when it is first asked for, beside the connections' loops.
///
/// Concurrency: anybody may ask at any time; who asks while it is being made waits without keeping a thread.
package final class MadeOnce<Value: Sendable>: Sendable {
    private let make: @Sendable () -> Value
    private let task = Lock<Task<Value, Never>?>(nil)

    /// Takes how it is made.
    package init(_ make: @escaping @Sendable () -> Value) {
        self.make = make
    }

    /// What was made.
    package var value: Value {
        get async {
            let making = task.withLock { task in
                if let task { return task }
                let make = make
                // Detached: it belongs to no call, and must not run where the first caller's connection lives.
                let new = Task.detached(priority: .utility) { make() }
                task = new
                return new
            }
            return await making.value
        }
    }
}
