package dev.runloop.perform;

import static java.util.Objects.requireNonNull;

/** What all selectors have in common: a name, which makes them equal. */
abstract sealed class AbstractSelector permits Selector, Selector0, Selector2, Selector3 {
    private final String name;
    private final boolean hasResult;

    AbstractSelector(String name, boolean hasResult) {
        if (requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("name of a selector is blank: \"" + name + "\"");
        }
        this.name = name;
        this.hasResult = hasResult;
    }

    /** {@return the declared name} */
    public final String name() {
        return name;
    }

    /**
     * {@return whether the other object is a selector with the same name and the same number of arguments, and both or
     * neither have a result} The method that it calls does not matter.
     *
     * @param other any object
     */
    @Override
    public final boolean equals(Object other) {
        return this == other
                || (other instanceof AbstractSelector that
                        && getClass() == that.getClass()
                        && hasResult == that.hasResult
                        && name.equals(that.name));
    }

    @Override
    public final int hashCode() {
        return name.hashCode();
    }

    /** {@return the name} */
    @Override
    public final String toString() {
        return name;
    }
}
