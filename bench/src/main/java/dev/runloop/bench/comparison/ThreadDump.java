package dev.runloop.bench.comparison;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes dumps of all threads, virtual ones included, which the JDK only writes to a file. */
final class ThreadDump {
    private final Path file;

    ThreadDump(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** The dump as text; it also stays in the file. */
    String take() {
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
            return Files.readString(file);
        } catch (IOException e) {
            return "(no thread dump: " + e + ")";
        }
    }
}
