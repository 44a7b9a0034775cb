package dev.runloop.port;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The name of a message port while it has an owner: how it is taken, held and given back.
 *
 * <p><b>One owner.</b> Three things keep a second one away, since each alone has a hole:
 *
 * <ul>
 *   <li>An entry in the system properties, for copies of this class in one JVM. The system would give the lock of a
 *       process back as soon as that closes any channel to the file, so a second copy must not even open it.
 *   <li>The lock of a file. It belongs to a process, and the system gives it back when the process dies, however it
 *       dies. The file is never deleted here: two processes could then lock two files of one name.
 *   <li>A connection to the socket. Where the file of the lock was deleted, as cleaners of temporary
 *       folders do, the living owner still listens, and the newcomer finds that out.
 * </ul>
 *
 * <p><b>A lost name is noticed.</b> {@link ClaimWatch} looks whether the socket is still the one that was bound, each
 * time something in the directory changes and every few seconds, and tells the owner if it is not.
 *
 * <p>Thread-safe.
 */
final class NameClaim {
    static final int BACKLOG = 1 << 12;

    private static final Set<PosixFilePermission> READ_AND_WRITE = PosixFilePermissions.fromString("rw-------");
    private static final Properties CLAIMED = System.getProperties(); // the one thing that all copies in a JVM share
    private static final String KEY = "dev.runloop.port.claimed.";

    private final MessagePortName name;
    private final ServerSocketChannel server;
    private final FileChannel lockFile;
    private final @Nullable Object socketKey; // tells one file of the name from another, where the system does

    private NameClaim(MessagePortName name, ServerSocketChannel server, FileChannel lockFile, @Nullable Object key) {
        this.name = name;
        this.server = server;
        this.lockFile = lockFile;
        this.socketKey = key;
    }

    /**
     * Takes a name, and listens.
     *
     * @throws MessagePortNameTakenException if it has a live owner
     */
    static NameClaim of(MessagePortName name) throws IOException {
        name.openDirectory();
        if (CLAIMED.putIfAbsent(KEY + name.socket(), "") != null) {
            throw new MessagePortNameTakenException(name.name());
        }
        NameClaim claim = null;
        try {
            if (name.isListenedTo()) { // so the lock is left alone, in case it is held in this process
                throw new MessagePortNameTakenException(name.name());
            }
            claim = lockAndListen(name);
            return claim;
        } finally {
            if (claim == null) {
                CLAIMED.remove(KEY + name.socket());
            }
        }
    }

    private static NameClaim lockAndListen(MessagePortName name) throws IOException {
        FileChannel lockFile = FileChannel.open(
                name.lock(),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(READ_AND_WRITE));
        ServerSocketChannel server = null;
        NameClaim claim = null;
        try {
            if (tryLock(lockFile) == null || name.isListenedTo()) {
                throw new MessagePortNameTakenException(name.name());
            }
            Files.deleteIfExists(name.socket()); // of an owner that has died
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            bind(server, name);
            Files.setPosixFilePermissions(name.socket(), READ_AND_WRITE);
            claim = new NameClaim(name, server, lockFile, key(name.socket()));
            return claim;
        } finally {
            if (claim == null) {
                lockFile.close();
                if (server != null) {
                    server.close();
                }
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException e) { // another copy of this class has it
            return null;
        }
    }

    private static void bind(ServerSocketChannel server, MessagePortName name) throws IOException {
        try {
            server.bind(UnixDomainSocketAddress.of(name.socket()), BACKLOG);
        } catch (BindException e) {
            var taken = new MessagePortNameTakenException(name.name());
            taken.initCause(e);
            throw taken;
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    Path directory() {
        return name.directory();
    }

    ServerSocketChannel server() {
        return server;
    }

    /** Whether a client that looks the name up still ends up here. */
    boolean isIntact() {
        try {
            return Objects.equals(key(name.socket()), socketKey);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) { // for want of permission, say, which may come back
            return true;
        }
    }

    /** Gives the name back, once. A socket that another process has bound in the meantime stays. */
    synchronized void release() throws IOException {
        if (!lockFile.isOpen()) {
            return;
        }
        try (lockFile) {
            if (isIntact()) {
                Files.deleteIfExists(name.socket());
            }
        } finally {
            CLAIMED.remove(KEY + name.socket());
        }
    }
}
