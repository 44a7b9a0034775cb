package dev.runloop.bench.subject;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Netty's two single-threaded executors: the plain one, and the event loop that waits in a selector. */
final class NettyPeers {
    /** Held here because the JDK holds loggers, and with them their level, weakly. */
    private static final Logger NETTY_LOGGER = Logger.getLogger("io.netty");

    private NettyPeers() {}

    static List<Subject> all() {
        NETTY_LOGGER.setLevel(Level.OFF);
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        return List.of(
                new NettySubject("Netty DefaultEventExecutor", DefaultEventExecutor::new),
                new NettySubject(
                        "Netty NIO event loop", () -> new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())));
    }

    /** Netty ends an executor through its group; here without a quiet period. */
    private record NettySubject(String name, Supplier<? extends EventExecutorGroup> factory) implements Subject {
        @Override
        public boolean schedules() {
            return true;
        }

        @Override
        public Actor open() {
            var group = factory.get();
            return Actor.of(
                    group.next(),
                    () -> group.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS).syncUninterruptibly());
        }
    }
}
