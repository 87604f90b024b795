internal import Glibc

extension SystemError {
    /// Whether the disk has no room left for what was asked: ENOSPC, EDQUOT or EFBIG.
    package var isOutOfRoom: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

    /// The number for bytes that are not those that were written: EBADMSG.
    package static let damagedData: Int32 = EBADMSG
}
