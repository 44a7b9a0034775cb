package dev.runloop.stream;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Opens what has the name of a file but is not one: a FIFO, a device, a pipe such as {@code /dev/stdout}. Opening it
 * may wait for another process, and so may each transfer. Thread-safe.
 */
final class FileOpener implements Opener<SeekableByteChannel> {
    private static final int TYPE = 0xf000; // of the mode of a file, in POSIX
    private static final int FIFO = 0x1000;
    private static final int CHARACTER_DEVICE = 0x2000;
    private static final boolean ON_LINUX = System.getProperty("os.name").equals("Linux");

    /** null, zero, full and urandom: the numbers by which Linux knows its devices never change. */
    private static final Set<Long> MEMORY_DEVICES = Set.of(0x103L, 0x105L, 0x107L, 0x109L);

    private static final int MOST_CALLS = 1_000;
    private static final int MILLIS_BETWEEN_CALLS = 20;

    private final Path path;
    private final Set<? extends OpenOption> options;
    private final long offset;
    private final CountDownLatch over = new CountDownLatch(1);

    FileOpener(Path path, Set<? extends OpenOption> options, long offset) {
        this.path = path;
        this.options = options;
        this.offset = offset;
    }

    /**
     * Whether transfers of a file can be made on the calling thread: it is a regular file of the system's own, or a
     * device that keeps everything in memory, or it cannot be read anyway, or it does not exist yet. What the Linux
     * kernel shows as an empty file may wait like a pipe, or refuse to be written at an offset.
     */
    static boolean isDirect(Path path) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            return false;
        }
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isRegularFile() && attributes.size() == 0) {
                return !isOfKernel(path);
            }
            return !attributes.isOther() || isMemoryDevice(path);
        } catch (IOException e) {
            return true; // opening it will say why, or create it
        }
    }

    private static boolean isOfKernel(Path path) throws IOException {
        if (!ON_LINUX) {
            return false;
        }
        Path real = path.toRealPath();
        return real.startsWith("/proc") || real.startsWith("/sys");
    }

    /** Whether it is one of the devices of Linux that never wait, such as {@code /dev/null}. */
    private static boolean isMemoryDevice(Path path) throws IOException {
        if (!ON_LINUX || ((int) Files.getAttribute(path, "unix:mode") & TYPE) != CHARACTER_DEVICE) {
            return false;
        }
        long device = (long) Files.getAttribute(path, "unix:rdev");
        return MEMORY_DEVICES.contains(device);
    }

    @Override
    public SeekableByteChannel open() throws IOException {
        SeekableByteChannel opened;
        try {
            opened = Files.newByteChannel(path, options);
        } finally {
            over.countDown();
        }
        if (offset != 0) {
            try {
                opened.position(offset);
            } catch (Throwable e) {
                opened.close();
                throw e;
            }
        }
        return opened;
    }

    /**
     * The open of a FIFO waits for the other end. So this opens the other end for a moment, until the thread has
     * noticed; otherwise it would wait forever, and mislead the next process at the other end.
     */
    @Override
    public void abandon() {
        try {
            for (int i = 0; i < MOST_CALLS && over.getCount() > 0 && isFifo(); i++) {
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                        .close();
                over.await(MILLIS_BETWEEN_CALLS, TimeUnit.MILLISECONDS);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // it is gone, or not ours to open: the thread keeps waiting
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // not reached: nothing else knows this thread
        }
    }

    private boolean isFifo() throws IOException {
        return ((int) Files.getAttribute(path, "unix:mode") & TYPE) == FIFO;
    }
}
