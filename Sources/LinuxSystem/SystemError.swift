internal import Glibc

/// A system call that failed: which one, and with which `errno`.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The call's name as in its manual page: `pwritev`.
    package let call: String
    /// The error number, as in `errno(3)`.
    package let code: Int32

    /// Names a failed call and its error number.
    package init(call: String, code: Int32) {
        self.call = call
        self.code = code
    }

    /// The error that the last failed call left in `errno`.
    static func last(_ call: String) -> SystemError {
        SystemError(call: call, code: errno)
    }

    /// Whether the program or the machine has too little of something at the moment, which says nothing of the file.
    package var isShortage: Bool { [EMFILE, ENFILE, ENOMEM].contains(code) }

    /// Call, number and the C library's text: `pwritev: No space left on device (28)`.
    package var description: String {
        "\(call): \(String(cString: strerror(code))) (\(code))"
    }
}

/// Repeats a system call for as long as it is interrupted by a signal.
///
/// - Throws: `SystemError` when it returns -1 with any other `errno` than `EINTR`.
/// - Returns: what the call returned.
func retryingInterrupts<Number: FixedWidthInteger>(
    _ call: String, _ body: () -> Number
) throws(SystemError) -> Number {
    while true {
        let result = body()
        guard result == -1 else { return result }
        guard errno == EINTR else { throw SystemError.last(call) }
    }
}
