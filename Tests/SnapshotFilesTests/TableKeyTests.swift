import SnapshotFiles
import Testing

struct TableKeyTests {
    @Test func `keys are ordered as numbers of 128 bits`() {
        let keys = [TableKey(7), TableKey(.max), TableKey(high: 1, low: 0), TableKey(high: 1, low: 9)]
        #expect(keys.shuffled().sorted() == keys)
    }
}
