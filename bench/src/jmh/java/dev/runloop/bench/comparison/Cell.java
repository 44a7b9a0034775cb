package dev.runloop.bench.comparison;

import dev.runloop.bench.subject.Subject;

/** A measure of a subject. */
record Cell(Measure measure, Subject subject) {
    @Override
    public String toString() {
        return measure.name() + " / " + subject.name();
    }
}
