package dev.runloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import dev.runloop.test.Stalls;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A stall monitor")
class DebuggerTest {
    private static final Pattern LISTENING = Pattern.compile(".*at address: .*?(\\d+)");

    @Test
    @DisplayName("does not mind that a debugger holds all threads, nor that it holds one platform thread")
    void suspended() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandstillTest.Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            Matcher address = LISTENING.matcher(lines.readLine());
            assertTrue(address.matches());
            assertEquals("ready", lines.readLine());
            VirtualMachine debugged = attach(address.group(1));
            long breakpoint = Stalls.LIMIT.toNanos() * 4; // for so long somebody looks at a line
            debugged.suspend();
            TimeUnit.NANOSECONDS.sleep(breakpoint);
            debugged.resume();
            ThreadReference held = debugged.allThreads().stream()
                    .filter(thread -> thread.name().equals("held"))
                    .findAny()
                    .orElseThrow();
            for (int i = 0; i < 3; i++) { // in a callout, most likely
                held.suspend();
                TimeUnit.NANOSECONDS.sleep(breakpoint);
                held.resume();
                TimeUnit.NANOSECONDS.sleep(Stalls.LIMIT.toNanos() / 4);
            }
            debugged.dispose();
            process.getOutputStream().close();
            String last = lines.readLine();
            while (last.startsWith("Listening")) { // again, as the debugger has gone
                last = lines.readLine();
            }
            assertEquals("0 reports", last);
        } finally {
            process.destroyForcibly();
        }
    }

    private static VirtualMachine attach(String port) throws Exception {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
                .findAny()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(port);
        return connector.attach(arguments);
    }
}
