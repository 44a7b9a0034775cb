package dev.runloop.executors.confined;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.internal.access.Carriages;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be chosen for {@link ConfinedThreads}. Not thread-safe. */
public final class ConfinedThreadsBuilder {
    private final RunLoop loop;
    private List<RunLoopMode> modes = List.of(RunLoopMode.COMMON);
    private int order;
    private String name;
    private boolean isNumbered = true;
    private long firstNumber;
    private @Nullable UncaughtExceptionHandler uncaughtExceptionHandler;

    ConfinedThreadsBuilder(RunLoop loop) {
        this.loop = requireNonNull(loop, "loop");
        if (Carriages.ownerOf(loop.thread()).isVirtual()) {
            throw new IllegalArgumentException("loop is on a virtual thread, which cannot carry others: " + loop
                    + "; use one on a platform thread");
        }
        this.name = loop.thread().getName() + "-confined-";
    }

    /**
     * Chooses the modes in which the threads run; in others they wait.
     *
     * @param modes the modes; the common modes if none is given, as without this call
     * @return this
     */
    public ConfinedThreadsBuilder modes(RunLoopMode... modes) {
        List<RunLoopMode> given = List.of(requireNonNull(modes, "modes"));
        this.modes = given.isEmpty() ? List.of(RunLoopMode.COMMON) : given;
        return this;
    }

    /**
     * Chooses whether the threads come before or after other sources of the loop that are ready in the same pass.
     *
     * @param order the order of their source: lower values come first; 0 without this call
     * @return this
     */
    public ConfinedThreadsBuilder order(int order) {
        this.order = order;
        return this;
    }

    /**
     * Chooses one name for all threads.
     *
     * @param name the name
     * @return this
     */
    public ConfinedThreadsBuilder name(String name) {
        this.name = requireNonNull(name, "name");
        this.isNumbered = false;
        return this;
    }

    /**
     * Chooses names that end with a number. Without this call they begin with the name of the loop's thread.
     *
     * @param prefix what they begin with
     * @param firstNumber the number of the first thread
     * @return this
     * @throws IllegalArgumentException if the number is negative
     */
    public ConfinedThreadsBuilder name(String prefix, long firstNumber) {
        if (firstNumber < 0) {
            throw new IllegalArgumentException("firstNumber is negative: " + firstNumber);
        }
        this.name = requireNonNull(prefix, "prefix");
        this.isNumbered = true;
        this.firstNumber = firstNumber;
        return this;
    }

    /**
     * Chooses who is told, on the confined thread, what it throws and nobody catches. Without this call it is the loop's
     * {@linkplain RunLoop#setExceptionHandler exception handler}, or if it has none that of the loop's thread.
     *
     * @param handler who is told
     * @return this
     */
    public ConfinedThreadsBuilder uncaughtExceptionHandler(UncaughtExceptionHandler handler) {
        this.uncaughtExceptionHandler = requireNonNull(handler, "handler");
        return this;
    }

    /**
     * {@return the factory}
     *
     * @throws ConfinementUnsupportedException if this JVM was not started for it; says what is missing
     * @throws dev.runloop.RunLoopEndedException if the loop has ended
     */
    public ConfinedThreads build() {
        return new ConfinedThreads(this);
    }

    RunLoop loop() {
        return loop;
    }

    List<RunLoopMode> modes() {
        return modes;
    }

    int order() {
        return order;
    }

    String name() {
        return name;
    }

    boolean isNumbered() {
        return isNumbered;
    }

    long firstNumber() {
        return firstNumber;
    }

    @Nullable
    UncaughtExceptionHandler uncaughtExceptionHandler() {
        return uncaughtExceptionHandler;
    }
}
