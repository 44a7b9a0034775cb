package dev.runloop;

import static java.util.Objects.requireNonNull;

/**
 * The name of a set of sources, timers, observers and blocks. A loop runs in one mode at a time and serves what is in
 * it; everything else waits. Any name is a mode. In a loop a mode comes into being when an item is added to it or a
 * block queued for it, on whatever thread, or when it becomes a common mode and there are common items; asking about it
 * or running the loop in it does not create it. It is gone with its last item, block and run.
 *
 * <p>{@link #COMMON} is not a mode to run in: it stands for all modes of a loop that have been declared common.
 *
 * <p>Immutable; modes with equal names are equal. Corresponds to {@code CFRunLoopMode} and {@code NSRunLoopMode}.
 *
 * @param name the name, as other tools show it
 */
public record RunLoopMode(String name) {

    /** The mode for everything that has no reason to be in another: {@code kCFRunLoopDefaultMode}. */
    public static final RunLoopMode DEFAULT = new RunLoopMode("kCFRunLoopDefaultMode");

    /** Stands for the common modes of a loop, the default mode among them: {@code kCFRunLoopCommonModes}. */
    public static final RunLoopMode COMMON = new RunLoopMode("kCFRunLoopCommonModes");

    /** The mode in which a loop waits for a reply and nothing else: {@code NSConnectionReplyMode}. */
    public static final RunLoopMode CONNECTION_REPLY = new RunLoopMode("NSConnectionReplyMode");

    /** The mode of a modal dialogue: {@code NSModalPanelRunLoopMode}. */
    public static final RunLoopMode MODAL_PANEL = new RunLoopMode("NSModalPanelRunLoopMode");

    /** The mode in which an interaction is tracked, such as a drag: {@code NSEventTrackingRunLoopMode}. */
    public static final RunLoopMode EVENT_TRACKING = new RunLoopMode("NSEventTrackingRunLoopMode");

    /**
     * Makes a mode from its name.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public RunLoopMode {
        requireNonNull(name, "name");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name of a mode is blank: \"" + name + "\"");
        }
    }

    /**
     * {@return the mode with this name}
     *
     * @param name the name
     * @throws IllegalArgumentException if the name is blank
     */
    public static RunLoopMode of(String name) {
        return new RunLoopMode(name);
    }

    boolean isCommonMarker() {
        return equals(COMMON);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof RunLoopMode mode && name.equals(mode.name));
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
