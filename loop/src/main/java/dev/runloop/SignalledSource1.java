package dev.runloop;

/** A source of kind 1 that becomes ready by its signal alone. */
final class SignalledSource1 extends Source1 {
    private final Source1.Callbacks callbacks;

    SignalledSource1(Source1.Callbacks callbacks) {
        this.callbacks = callbacks;
    }

    @Override
    Source1.Callbacks callbacks() {
        return callbacks;
    }

    @Override
    void perform() {
        callbacks.perform();
    }
}
