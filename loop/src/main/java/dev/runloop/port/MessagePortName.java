package dev.runloop.port;

import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Failures;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * The name of a message port, and the files that stand for it: a socket, and a file whose lock the owner holds.
 *
 * <p>This class says where the files of a name are, and connects to its owner. {@link NameClaim} takes, holds and gives
 * back a name.
 *
 * @param name the name
 * @param directory where the files are
 * @param file the name of the files, without an extension
 */
record MessagePortName(String name, Path directory, String file) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final int LONGEST_PLAIN = 32; // the path of a socket can have some hundred bytes
    private static final int HASH_BYTES = 16;
    private static volatile @Nullable UserPrincipal self; // written by any thread, always with the same value

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

    /** Short names of plain letters stay as they are, others are hashed; the two cannot collide. */
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

    Path socket() {
        return directory.resolve(file + ".socket");
    }

    Path lock() {
        return directory.resolve(file + ".lock");
    }

    /** Makes the directory, or checks that it belongs to this user and no other user can enter it. */
    void openDirectory() throws IOException {
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

    /**
     * Connects to the owner of the name, without waiting.
     *
     * @throws ConnectException if the name has no owner
     * @throws OwnerBusyException if the owner has no room for another connection at the moment
     * @throws IOException if it cannot be determined whether the name has an owner, such as for want of descriptors or
     *     permission
     */
    SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean trusted = false;
        try {
            channel.configureBlocking(false);
            connect(channel);
            requireSameUser(channel);
            trusted = true;
            return channel;
        } finally {
            if (!trusted) {
                channel.close();
            }
        }
    }

    private void connect(SocketChannel channel) throws IOException {
        try {
            if (!channel.connect(UnixDomainSocketAddress.of(socket()))) {
                throw new OwnerBusyException(name);
            }
        } catch (ConnectException e) { // there is a socket, but its process has died
            throw e;
        } catch (SocketException e) { // one class for all the rest: so ask what there is
            if (!exists()) {
                var nobody = new ConnectException("nobody has the name \"" + name + "\"");
                nobody.initCause(e);
                throw nobody;
            }
            if (Files.isWritable(socket())) {
                var busy = new OwnerBusyException(name);
                busy.initCause(e);
                throw busy;
            }
            throw e;
        }
    }

    /** Whether there is a socket by this name. */
    private boolean exists() throws IOException {
        try {
            Files.readAttributes(socket(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether a living process listens by this name. */
    boolean isListenedTo() throws IOException {
        try {
            connect().close();
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (OwnerBusyException e) {
            return true;
        }
    }

    /** Checks that the process at the other end belongs to the user of this one. */
    void requireSameUser(SocketChannel channel) throws IOException {
        if (channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            var peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            if (!peer.equals(self())) {
                throw new AccessDeniedException(directory.toString(), null, "the peer is of another user: " + peer);
            }
        }
    }

    /**
     * The user this process runs as, which is the owner of a file it makes. The owner of the directory may be another,
     * because some users can enter the directories of others.
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
