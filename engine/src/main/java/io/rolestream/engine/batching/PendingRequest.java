package io.rolestream.engine.batching;

import java.util.concurrent.CompletableFuture;

/** A text whose windows are being computed, in any order. */
final class PendingText {
    private final boolean cut;
    private final float[][] windows;
    private final CompletableFuture<Prediction> result = new CompletableFuture<>();
    private int missing;

    PendingText(int windows, boolean cut) {
        this.windows = new float[windows][];
        this.cut = cut;
        missing = windows;
    }

    CompletableFuture<Prediction> result() {
        return result;
    }

    void complete(int window, float[] logits) {
        boolean last;
        synchronized (this) {
            windows[window] = logits;
            last = --missing == 0;
        }
        if (last) {
            result.complete(new Prediction(mean(), cut));
        }
    }

    void fail(Throwable cause) {
        result.completeExceptionally(cause);
    }

    private synchronized float[] mean() {
        if (windows.length == 1) {
            return windows[0];
        }
        float[] mean = new float[windows[0].length];
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (float[] logits : windows) {
                sum += logits[i];
            }
            mean[i] = (float) (sum / windows.length);
        }
        return mean;
    }
}
