import Glibc
import LinuxSystem
import Testing
import TestSupport

struct FileTests {
    private let folder = TemporaryFolder()

    @Test func `what is written at a place is read there`() throws {
        let file = try File.open(folder.path + "/f", .creating)
        try file.writeAll(Array("hello".utf8), at: 10)
        try file.syncData()
        #expect(try file.readAll(limit: 15) == [UInt8](repeating: 0, count: 10) + Array("hello".utf8))
        #expect(try file.metadata().size == 15)
        #expect(throws: SystemError(call: "read", code: EFBIG)) { try file.readAll(limit: 14) }
    }

    @Test func `a file that must be new is not opened when it is there`() throws {
        _ = try File.open(folder.path + "/f", .creating)
        #expect(throws: SystemError(call: "open", code: EEXIST)) { try File.open(folder.path + "/f", .creating) }
    }

    @Test func `links are not followed`() throws {
        _ = try File.open(folder.path + "/target", .creating)
        try #require(symlink("target", folder.path + "/link") == 0)
        let directory = try Folder.open(folder.path)
        #expect(throws: SystemError(call: "openat", code: ELOOP)) { try directory.openFile("link", .reading) }
        #expect(throws: SystemError(call: "open", code: ELOOP)) { try File.open(folder.path + "/link", .reading) }
        #expect(try FileMetadata.of(folder.path + "/link")?.kind == .symbolicLink)
    }

    @Test func `only one open file has the lock`() throws {
        let first = try File.open(folder.path + "/lock", .creating)
        let second = try File.open(folder.path + "/lock", .writing)
        #expect(try first.lockExclusively())
        #expect(try !second.lockExclusively())
    }

    @Test func `a directory lists, renames and removes its names`() throws {
        let directory = try Folder.open(folder.path)
        #expect(try directory.makeFolder("d"))
        #expect(try !directory.makeFolder("d"))
        _ = try directory.openFolder("d").openFile("inner", .creating)
        _ = try directory.openFile("b", .creating)
        _ = try directory.openFile("a", .creating)
        #expect(try directory.names() == ["a", "b", "d"])
        try directory.rename("b", to: "c")
        try directory.unlink("a")
        try directory.sync()
        #expect(try directory.names() == ["c", "d"])
        #expect(try directory.metadata(of: "a") == nil)
        #expect(try directory.metadata(of: "d")?.permissions == 0o700)
        #expect(try directory.metadata(of: "c")?.kind == .regular)
        #expect(throws: SystemError(call: "unlinkat", code: ENOTEMPTY)) { try directory.removeFolder("d") }
    }

    @Test func `replacing a file from many tasks at once leaves one whole file and nothing else`() async throws {
        let path = folder.path + "/f"
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask { try FileBytes.replace(path, with: [UInt8](repeating: UInt8(number), count: 5_000)) }
            }
            try await group.waitForAll()
        }
        let bytes = try FileBytes.read(path, atMost: 10_000)
        #expect(bytes.count == 5_000 && Set(bytes).count == 1)
        #expect(try FileBytes.names(in: folder.path) == ["f"])
    }

    @Test func `a replacement that fails leaves the old file and takes its own away`() throws {
        let path = folder.path + "/d"
        try FileBytes.makeFolder(path + "/inner")
        #expect(throws: SystemError.self) { try FileBytes.replace(path, with: [1]) }
        #expect(try FileBytes.names(in: folder.path) == ["d"])
        #expect(try FileBytes.names(in: path) == ["inner"])
    }

    @Test func `folders are made as deep as asked, and again without harm`() throws {
        for _ in 0..<2 { try FileBytes.makeFolder(folder.path + "/a/./b/c") }
        #expect(try FileMetadata.of(folder.path + "/a/b/c")?.kind == .directory)
        #expect(try FileMetadata.of(folder.path + "/a/b")?.permissions == 0o700)
        _ = try File.open(folder.path + "/f", .creating)
        #expect(throws: SystemError.self) { try FileBytes.makeFolder(folder.path + "/f/g") }
    }

    @Test func `removing a folder takes all that is in it, and follows no link`() throws {
        try FileBytes.makeFolder(folder.path + "/elsewhere/inner")
        try FileBytes.makeFolder(folder.path + "/d/a/b")
        _ = try File.open(folder.path + "/d/a/b/f", .creating)
        try #require(symlink("../../elsewhere", folder.path + "/d/a/link") == 0)
        try FileBytes.remove(folder.path + "/d")
        #expect(try FileBytes.names(in: folder.path) == ["elsewhere"])
        #expect(try FileBytes.names(in: folder.path + "/elsewhere") == ["inner"])
    }

    @Test func `folders nested without end are not followed down`() throws {
        try FileBytes.makeFolder(folder.path + "/d" + String(repeating: "/d", count: 100))
        #expect(throws: SystemError(call: "unlinkat", code: ELOOP)) { try FileBytes.remove(folder.path + "/d") }
    }

}

struct ProcessSettingsTests {
    @Test func `the limit of open files is raised to what is allowed`() throws {
        try ProcessSettings.raiseOpenFileLimit()
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #expect(limit.rlim_cur == limit.rlim_max)
        #expect(ProcessSettings.openFileLimit == Int(clamping: limit.rlim_cur))
    }

    @Test func `core dumps are off when disabled`() throws {
        try ProcessSettings.disableCoreDumps()
        #expect(!ProcessSettings.isDumpable)
    }

    @Test func `random bytes differ and have their number`() {
        #expect(SystemRandom.bytes(33).count == 33)
        #expect(SystemRandom.bytes(0).isEmpty)
        #expect(Set((0..<100).map { _ in SystemRandom.uint64() }).count == 100)
    }
}
