package dev.runloop.perform;

import static java.util.Objects.requireNonNull;

/** What all selectors have: a name, by which they are equal. */
abstract sealed class NamedMethod permits Selector, Selector0, Selector2, Selector3 {
    private final String name;

    NamedMethod(String name) {
        if (requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("name of a selector is blank: \"" + name + "\"");
        }
        this.name = name;
    }

    /** {@return the name that was declared} */
    public final String name() {
        return name;
    }

    /**
     * {@return whether the other is a selector of the same name, the same number of arguments, and
     * with a result if this one has one} What it calls does not matter.
     *
     * @param other any object
     */
    @Override
    public final boolean equals(Object other) {
        return this == other
                || (other instanceof NamedMethod that && getClass() == that.getClass() && name.equals(that.name));
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
