package dev.runloop.bench.soak;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A thread that is alive, platform or virtual, as the JVM's dump of all threads shows it.
 *
 * @param id its id
 * @param name its name; empty if it has none
 * @param stack what it is doing, innermost first
 */
record LiveThread(long id, String name, List<String> stack) {

    /** All there are. The JDK writes them to a file only. */
    static List<LiveThread> all() throws IOException {
        Path folder = Files.createTempDirectory("soak");
        Path file = folder.resolve("threads.json");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
            return parsed(Files.readString(file));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static List<LiveThread> parsed(String json) {
        List<LiveThread> threads = new ArrayList<>();
        JsonArray containers = JsonParser.parseString(json)
                .getAsJsonObject()
                .getAsJsonObject("threadDump")
                .getAsJsonArray("threadContainers");
        for (JsonElement container : containers) {
            for (JsonElement thread : container.getAsJsonObject().getAsJsonArray("threads")) {
                threads.add(of(thread.getAsJsonObject()));
            }
        }
        return threads;
    }

    private static LiveThread of(JsonObject thread) {
        List<String> stack = new ArrayList<>();
        thread.getAsJsonArray("stack").forEach(frame -> stack.add(text(frame)));
        return new LiveThread(thread.get("tid").getAsLong(), text(thread.get("name")), stack);
    }

    /** A thread that ends at that moment has null for a name. */
    private static String text(JsonElement element) {
        return element.isJsonNull() ? "" : element.getAsString();
    }

    @Override
    public String toString() {
        return stack.stream().collect(Collectors.joining("\n    ", "#" + id + " \"" + name + "\"\n    ", ""));
    }
}
