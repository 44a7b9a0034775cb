package dev.runloop;

/** A source of kind 1 that becomes ready by its signal alone. */
final class SignalledSource1 extends Source1 {
    private static final Source1.Callbacks GONE = () -> {};

    private volatile Source1.Callbacks callbacks; // GONE once invalid

    SignalledSource1(Source1.Callbacks callbacks) {
        this.callbacks = callbacks;
    }

    @Override
    Source1.Callbacks callbacks() {
        return callbacks;
    }

    @Override
    void letGo() {
        callbacks = GONE;
    }

    @Override
    void perform() {
        callbacks.perform();
    }
}
