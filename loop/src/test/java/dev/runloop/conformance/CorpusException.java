package dev.runloop.conformance;

/** A file of the corpus is missing, cannot be read or does not keep to the format. */
final class CorpusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorpusException(String message) {
        super(message);
    }

    CorpusException(String message, Throwable cause) {
        super(message, cause);
    }
}
