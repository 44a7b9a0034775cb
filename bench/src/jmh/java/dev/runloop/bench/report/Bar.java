package dev.runloop.bench.report;

/**
 * What one subject has come to.
 *
 * @param name the subject
 * @param hue what it is
 * @param value the figure
 * @param low how small it may be, or has been
 * @param high how large
 */
public record Bar(String name, Hue hue, double value, double low, double high) {}
