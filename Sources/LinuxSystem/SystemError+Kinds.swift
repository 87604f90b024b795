internal import Glibc

extension SystemError {
    /// Whether the disk, or the quota on it, is full.
    package var isOutOfRoom: Bool { code == ENOSPC || code == EDQUOT }

    /// Whether nothing of that name is there: ENOENT.
    package var isMissing: Bool { code == ENOENT }

    /// Whether a signal ended the call before it did anything: EINTR.
    ///
    /// It may be called again.
    package var isInterruption: Bool { code == EINTR }

    /// The error of a call for something that is not there: ENOENT.
    package static func missing(in call: String) -> SystemError {
        SystemError(call: call, code: ENOENT)
    }

    /// The error of a call that reported success and did nothing: EIO.
    package static func noProgress(in call: String) -> SystemError {
        SystemError(call: call, code: EIO)
    }

    /// The error of a call that would write where nothing is to be written: EROFS.
    package static func readOnly(_ call: String) -> SystemError {
        SystemError(call: call, code: EROFS)
    }
}
