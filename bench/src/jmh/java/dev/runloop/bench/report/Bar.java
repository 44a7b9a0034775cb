package dev.runloop.bench.report;

/** The figure of one subject, with its lower and upper limit. */
public record Bar(String name, Hue hue, double value, double low, double high) {}
