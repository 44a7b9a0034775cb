package dev.runloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.Source0;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The page of a timeline, in a browser,")
class TimelinePageTest extends ConcurrentTest {
    private static final Pattern ROW = Pattern.compile(
            "<tr><td class=\"\">([^<]*)</td><td class=\"name\">([^<]*)</td><td class=\"number\">(\\d+)</td>");
    private static final Set<String> NOT_CALLED = Set.of("run", "pass", "sleep");
    private static final int BLOCK_LIGHT = 0x228833;
    private static final int BLOCK_DARK = 0x66bb66;

    @TempDir
    private Path folder;

    private Path page;
    private List<TimelineSpan> spans;

    @BeforeEach
    void recordSomeRuns() throws Exception {
        Timeline timeline =
                closing(Timeline.builder().recordHandoffs().capacity(1 << 16).start());
        for (ThreadKind kind : ThreadKind.values()) {
            work(startLoop(kind.loopThread().name(kind.name())).loop());
        }
        timeline.close();
        spans = timeline.spans();
        page = folder.resolve("timeline.html");
        timeline.writePage(page);
    }

    private static void work(RunLoop loop) throws InterruptedException {
        var timers = new CountDownLatch(10);
        loop.add(
                RunLoopTimer.repeating(Duration.ofMillis(2), timer -> {
                    timers.countDown();
                    if (timers.getCount() == 0) {
                        timer.invalidate();
                    }
                }),
                RunLoopMode.DEFAULT);
        Source0 source = Source0.create(() -> {});
        loop.add(source, RunLoopMode.DEFAULT);
        for (int i = 0; i < 40; i++) {
            var done = new CountDownLatch(1);
            loop.perform(new Working(done));
            source.signalAndWakeUp();
            await(done);
        }
        await(timers);
        Awaitility.await().atMost(PATIENCE).until(loop::isWaiting);
        source.invalidate();
    }

    private record Working(CountDownLatch done) implements Runnable {
        @Override
        public void run() {
            long end = System.nanoTime() + 200_000;
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            done.countDown();
        }
    }

    private Map<String, Integer> recorded() {
        return spans.stream()
                .filter(span -> !NOT_CALLED.contains(span.kind()))
                .collect(Collectors.groupingBy(
                        span -> span.kind() + " " + span.name(),
                        TreeMap::new,
                        Collectors.summingInt(TimelineSpan::count)));
    }

    @Test
    @DisplayName("lists what was called, by name and count, as it was recorded")
    void callouts() throws Exception {
        String document = Browser.find().document(page);
        Map<String, Integer> shown = ROW.matcher(document)
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1) + " "
                                + row.group(2).replace("&lt;", "<").replace("&amp;", "&"),
                        row -> Integer.valueOf(row.group(3)),
                        Integer::sum,
                        TreeMap::new));
        assertEquals(recorded(), shown);
        assertEquals(80, shown.get("block " + Working.class.getName()));
    }

    @Test
    @DisplayName("draws them, in light and in dark")
    void drawing() throws Exception {
        Browser browser = Browser.find();
        Path light = browser.screenshot(page, folder.resolve("light.png"), false);
        Path dark = browser.screenshot(page, folder.resolve("dark.png"), true);
        assertTrue(colors(light).contains(BLOCK_LIGHT), "no block is drawn on light ground");
        assertTrue(colors(dark).contains(BLOCK_DARK), "no block is drawn on dark ground");
        assertFalse(colors(dark).contains(BLOCK_LIGHT), "the dark page is light");
    }

    private static Set<Integer> colors(Path screenshot) throws Exception {
        BufferedImage image = ImageIO.read(screenshot.toFile());
        Set<Integer> colors = new HashSet<>();
        for (int y = 0; y < image.getHeight() * 3 / 5; y++) { // below are the key and the table
            for (int x = 0; x < image.getWidth(); x++) {
                colors.add(image.getRGB(x, y) & 0xffffff);
            }
        }
        return colors;
    }

    @Test
    @DisplayName("needs nothing but itself")
    void selfContained() throws Exception {
        String text = Files.readString(page);
        String withoutData = text.substring(0, text.indexOf("application/json"));
        assertFalse(Pattern.compile("(src|href)\\s*=|@import|url\\(|https?://")
                .matcher(withoutData)
                .find());
    }
}
