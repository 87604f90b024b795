package import Messages
package import Queues

extension Rejection {
    /// What a failure of the queue means to the caller of a door: nothing was stored, and when to try again.
    package init(queueFailure failure: QueueFailure) {
        switch failure {
        case .overloaded:
            self.init(.overloaded, "too much is waiting for the disk; nothing was stored, send it again")
        case .backlogFull(let destination):
            self.init(
                .backlogFull, "the queue of \(destination) holds as many deliveries as it may; nothing was stored")
        case .diskFull:
            self.init(.diskFull, "the disk is at its floor; nothing was stored, send it again later")
        case .closed:
            self.init(.stopping, "nothing was stored; send it again")
        case .unreadable, .unreadableSnapshot, .unread:
            self.init(
                .storedMessageLost, "a stored message cannot be read back; an operator must look at the disk")
        case .held:
            self.init(.storeHeld, "the store is held; nothing was stored, and nothing is given out")
        case .readOnly:
            self.init(.storeReadOnly, "the gateway was started for reading only; nothing was stored")
        case .notOpened, .unreadableRecord, .journalFailed:
            self.init(
                .journalFailed, "the journal does not take writes; nothing is certain to be stored, send it again")
        }
    }
}

extension MessageQueue {
    /// What became of a message, as `statuses` tells it; what the disk does not give back is told to the caller of a door.
    ///
    /// - Throws: `Rejection` with `storedMessageLost`.
    package func askedStatus(of message: MessageID) async throws(Rejection) -> MessageStatus? {
        try await awaited { queue async throws(QueueFailure) in try await queue.statuses(of: [message]).first }
    }

    /// Asks the queue as below, where the answer may take reading the disk.
    ///
    /// - Throws: `Rejection` with `storedMessageLost`.
    package func awaited<Value>(
        _ question: (MessageQueue) async throws(QueueFailure) -> Value
    ) async throws(Rejection) -> Value {
        do {
            return try await question(self)
        } catch {
            throw Rejection(queueFailure: error)
        }
    }

    /// Asks the queue; what the disk does not give back is told to the caller of a door as just that.
    ///
    /// - Throws: `Rejection` with `storedMessageLost`.
    package func asked<Value>(
        _ question: (MessageQueue) throws(QueueFailure) -> Value
    ) throws(Rejection) -> Value {
        do {
            return try question(self)
        } catch {
            throw Rejection(queueFailure: error)
        }
    }
}
