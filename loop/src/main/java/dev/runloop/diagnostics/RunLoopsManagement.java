package dev.runloop.diagnostics;

import dev.runloop.RunLoop;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Registers the loops of this JVM with JMX, under the name {@value #NAME}. Thread-safe. Needs the module {@code
 * java.management}.
 */
public final class RunLoopsManagement {
    /** The name of the MBean. */
    public static final String NAME = "dev.runloop:type=RunLoops";

    private RunLoopsManagement() {}

    /** Registers the MBean with the platform's server, unless it is registered. */
    public static void register() {
        register(ManagementFactory.getPlatformMBeanServer());
    }

    /**
     * Registers the MBean with a server, unless it is registered.
     *
     * @param server the server
     * @throws IllegalStateException if the server rejects it, for instance because another copy of this library, in another
     *     class loader, has registered its own
     */
    public static void register(MBeanServer server) {
        try {
            server.registerMBean(new Bean(), name());
        } catch (InstanceAlreadyExistsException e) {
            if (!isOurs(server)) {
                throw new IllegalStateException(
                        "the server " + server + " has the bean " + NAME + " of another copy of this library", e);
            }
        } catch (JMException e) {
            throw new IllegalStateException("the server " + server + " rejects the bean " + NAME, e);
        }
    }

    /**
     * Unregisters the MBean from a server if it is registered, but not that of another copy of this library.
     *
     * @param server the server
     */
    public static void unregister(MBeanServer server) {
        try {
            if (isOurs(server)) {
                server.unregisterMBean(name());
            }
        } catch (InstanceNotFoundException e) {
            // nothing to do
        } catch (JMException e) {
            throw new IllegalStateException("the server " + server + " does not unregister the bean " + NAME, e);
        }
    }

    /** Unregisters the MBean from the platform's server if it is registered. */
    public static void unregister() {
        unregister(ManagementFactory.getPlatformMBeanServer());
    }

    /** Whether the registered bean, if any, is of this copy of the library. */
    private static boolean isOurs(MBeanServer server) {
        try {
            return server.getClassLoaderFor(name()) == Bean.class.getClassLoader();
        } catch (InstanceNotFoundException e) {
            return false;
        } catch (JMException e) {
            throw new IllegalStateException(
                    "the server " + server + " does not find the class loader of the bean " + NAME, e);
        }
    }

    private static ObjectName name() throws MalformedObjectNameException {
        return new ObjectName(NAME);
    }

    /** Queries the loops on each call. */
    private static final class Bean implements RunLoopsMXBean {
        @Override
        public int getCount() {
            return RunLoops.all().size();
        }

        @Override
        public List<RunLoopStatus> getLoops() {
            return RunLoops.all().stream().map(RunLoopStatus::of).toList();
        }

        @Override
        public long getTotalPasses() {
            return RunLoops.all().stream()
                    .mapToLong(loop -> loop.metrics().passes())
                    .sum();
        }

        @Override
        public long getTotalTasks() {
            return RunLoops.all().stream()
                    .mapToLong(loop -> loop.metrics().tasks())
                    .sum();
        }

        @Override
        public long getTotalQueued() {
            return RunLoops.all().stream()
                    .mapToLong(loop -> loop.metrics().queued())
                    .sum();
        }

        @Override
        public String describe(String thread) {
            return loop(thread).describe().toString();
        }

        @Override
        public String describeAsJson(String thread) {
            return loop(thread).describe().toJson();
        }

        @Override
        public String describeAll() {
            return RunLoops.describe();
        }

        @Override
        public String describeAllAsJson() {
            return RunLoops.describeAsJson();
        }

        private static RunLoop loop(String thread) {
            return RunLoops.named(thread)
                    .orElseThrow(() -> new IllegalArgumentException("no thread of this name has a loop: " + thread));
        }
    }
}
