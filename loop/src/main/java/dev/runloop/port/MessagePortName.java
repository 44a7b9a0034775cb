package dev.runloop.port;

import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Failures;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * A name of a message port, and the files that stand for it: a socket, and a file whose lock belongs to who has the
 * name.
 *
 * <p>The system gives the lock back when its owner dies, in whatever way. So whoever gets it may take the socket away
 * that lies there, and nobody has to find out whether somebody still listens to it. The file of the lock stays: were it
 * deleted, two could hold locks of two files by the same name. A lock belongs to the process and is lost if the process
 * closes any channel to the file; so within a process the names are in a set, and a file is opened by one at a time.
 *
 * @param name the name
 * @param directory where the files are
 * @param file the name of the files, without an extension
 */
record MessagePortName(String name, Path directory, String file) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> READ_AND_WRITE = PosixFilePermissions.fromString("rw-------");
    private static final int LONGEST_PLAIN = 32; // the path of a socket can have some hundred bytes
    private static final int HASH_BYTES = 16;
    private static final int BACKLOG = 1 << 10;
    private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();
    private static volatile @Nullable UserPrincipal self; // written by anyone, the same each time

    static MessagePortName of(String name) {
        if (requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("name is blank: \"" + name + "\"");
        }
        return new MessagePortName(name, configuredDirectory(), fileFor(name));
    }

    private static Path configuredDirectory() {
        String configured = System.getProperty("dev.runloop.port.directory");
        if (configured != null) {
            return Path.of(configured).toAbsolutePath();
        }
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        return runtime != null && !runtime.isBlank()
                ? Path.of(runtime, "runloop").toAbsolutePath()
                : Path.of(System.getProperty("java.io.tmpdir"), "runloop-" + System.getProperty("user.name"))
                        .toAbsolutePath();
    }

    /** Short names of plain letters stay as they are, others are hashed; the two cannot be confused. */
    private static String fileFor(String name) {
        if (name.length() <= LONGEST_PLAIN && name.chars().allMatch(MessagePortName::isPlain)) {
            return "n-" + name;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return "h-" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has it", e);
        }
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '_';
    }

    private Path socket() {
        return directory.resolve(file + ".socket");
    }

    /** The name, as long as its owner has it. */
    record Claim(MessagePortName name, ServerSocketChannel server, FileChannel lock) {

        /** Gives the name back. The server is to be closed before. */
        void release() throws IOException {
            try (lock) {
                Files.deleteIfExists(name.socket());
            } finally {
                CLAIMED.remove(name.socket());
            }
        }
    }

    /** Takes the name, and listens. */
    Claim claim() throws IOException {
        openDirectory();
        if (!CLAIMED.add(socket())) {
            throw new MessagePortNameTakenException(name);
        }
        boolean claimed = false;
        try {
            Claim claim = lockAndListen();
            claimed = true;
            return claim;
        } finally {
            if (!claimed) {
                CLAIMED.remove(socket());
            }
        }
    }

    private Claim lockAndListen() throws IOException {
        FileChannel lockFile = FileChannel.open(
                directory.resolve(file + ".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(READ_AND_WRITE));
        ServerSocketChannel server = null;
        boolean listens = false;
        try {
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                throw new MessagePortNameTakenException(name);
            }
            Files.deleteIfExists(socket()); // of an owner that has died
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket()), BACKLOG);
            Files.setPosixFilePermissions(socket(), READ_AND_WRITE);
            listens = true;
            return new Claim(this, server, lockFile);
        } finally {
            if (!listens) {
                lockFile.close();
                if (server != null) {
                    server.close();
                }
            }
        }
    }

    /** Makes the directory, or sees to it that nobody else has made it or can enter it. */
    private void openDirectory() throws IOException {
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            var attributes = Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isDirectory()
                    || !attributes.permissions().equals(OWNER_ONLY)
                    || !attributes.owner().equals(self())) {
                var refused =
                        new AccessDeniedException(directory.toString(), null, "not a directory for this user only");
                Failures.suppress(refused, e);
                throw refused;
            }
        }
    }

    /** Connects to whoever has the name. Throws what {@link SocketChannel#open} throws if nobody has. */
    SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
        boolean trusted = false;
        try {
            requireSameUser(channel);
            channel.configureBlocking(false);
            trusted = true;
            return channel;
        } finally {
            if (!trusted) {
                channel.close();
            }
        }
    }

    /** Whether there is a socket by this name; it may be that of an owner that has died. */
    boolean exists() {
        return Files.exists(socket(), LinkOption.NOFOLLOW_LINKS);
    }

    /** Sees to it that the process at the other end is of the user of this one. */
    void requireSameUser(SocketChannel channel) throws IOException {
        if (channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            var peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            if (!peer.equals(self())) {
                throw new AccessDeniedException(directory.toString(), null, "the peer is of another user: " + peer);
            }
        }
    }

    /**
     * Who this process runs as: the owner of a file that it makes. The owner of the directory need not be that one, for
     * there are users who can enter those of others.
     */
    private static UserPrincipal self() throws IOException {
        UserPrincipal known = self;
        if (known == null) {
            Path made = Files.createTempFile("runloop", null);
            try {
                known = Files.getOwner(made);
                self = known;
            } finally {
                Files.delete(made);
            }
        }
        return known;
    }
}
