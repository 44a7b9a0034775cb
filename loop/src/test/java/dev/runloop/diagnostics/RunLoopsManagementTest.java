package dev.runloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The MBean of the loops")
class RunLoopsManagementTest extends ConcurrentTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private ObjectName name;

    @BeforeEach
    void register() throws Exception {
        name = new ObjectName(RunLoopsManagement.NAME);
        RunLoopsManagement.register();
    }

    @AfterEach
    void unregister() {
        RunLoopsManagement.unregister(server);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tells of each loop in types that any client knows")
    void loops(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind.loopThread().name("managed")).loop();
        loop.perform(() -> {});
        loop.wakeUp();
        Awaitility.await().atMost(PATIENCE).until(() -> loop.metrics().blocks() == 1 && loop.isWaiting());
        CompositeData status = Arrays.stream((CompositeData[]) server.getAttribute(name, "Loops"))
                .filter(data -> data.get("thread").equals("managed"))
                .findAny()
                .orElseThrow();
        assertEquals(1L, status.get("blocks"));
        assertEquals(kind == ThreadKind.VIRTUAL, status.get("virtual"));
        assertEquals("waiting in kCFRunLoopDefaultMode", status.get("state"));
        assertTrue((int) server.getAttribute(name, "Count") >= 1);
        assertTrue((long) server.getAttribute(name, "TotalPasses") >= 1);
        assertTrue((long) server.getAttribute(name, "TotalTasks") >= 0);
        assertTrue((long) server.getAttribute(name, "TotalQueued") >= 0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("describes a loop that is named, and all")
    void describe(ThreadKind kind) throws Exception {
        startLoop(kind.loopThread().name("managed"));
        for (String operation : List.of("describe", "describeAsJson")) {
            String one = assertInstanceOf(String.class, invoke(operation, "managed"));
            assertTrue(one.contains("managed"), one);
        }
        for (String operation : List.of("describeAll", "describeAllAsJson")) {
            String all = assertInstanceOf(String.class, server.invoke(name, operation, null, null));
            assertTrue(all.contains("managed"), all);
        }
    }

    private Object invoke(String operation, String argument) throws Exception {
        return server.invoke(name, operation, new Object[] {argument}, new String[] {String.class.getName()});
    }

    @Test
    @DisplayName("says which thread it has not found")
    void unknown() {
        Exception thrown = assertThrows(Exception.class, () -> invoke("describe", "nobody"));
        assertTrue(thrown instanceof RuntimeMBeanException || thrown instanceof MBeanException, thrown::toString);
        assertTrue(thrown.getCause().getMessage().endsWith("nobody"), thrown::toString);
    }

    @Test
    @DisplayName("is registered once and unregistered once, however often that is asked for")
    void idempotent() {
        RunLoopsManagement.register();
        assertTrue(server.isRegistered(name));
        RunLoopsManagement.unregister(server);
        RunLoopsManagement.unregister(server);
        assertFalse(server.isRegistered(name));
    }
}
