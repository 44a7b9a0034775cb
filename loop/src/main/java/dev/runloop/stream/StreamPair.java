package dev.runloop.stream;

/**
 * Two streams that belong together.
 *
 * @param input the one to read
 * @param output the one to write
 */
public record StreamPair(ReadStream input, WriteStream output) implements AutoCloseable {

    /**
     * {@return two streams of which the one reads what is written to the other} Between loops, or within one. Closing the
     * output is the end of the input; after closing the input a write fails. Answers to {@code CFStreamCreateBoundPair}.
     *
     * @param capacity how many bytes can have been written and not yet read
     * @throws IllegalArgumentException if the capacity is not positive
     */
    public static StreamPair bound(int capacity) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("capacity is not positive: " + capacity);
        }
        var pipe = new BytePipe(capacity);
        return new StreamPair(new ReadStream(pipe.source()), new WriteStream(pipe.sink()));
    }

    /** Closes both. */
    @Override
    public void close() {
        output.close();
        input.close();
    }
}
