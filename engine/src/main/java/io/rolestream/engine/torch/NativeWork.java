package io.rolestream.engine.torch;

import org.jspecify.annotations.Nullable;

/**
 * Native work in progress. When a process exits, PyTorch frees its state, and whatever still computes crashes. So a
 * shutdown hook waits until all native work has ended, and from then on none begins.
 *
 * <p>Everything that calls PyTorch begins work first and closes it after, on the same thread. Work within work is
 * always allowed: what has begun may end in order. A training is one piece of work, so that it can save its state after
 * SIGTERM; it asks {@link #isEnding}. Evaluations and text that is generated end at {@link #requireProcess}. Nothing is
 * freed while the process exits; the system does that.
 */
public final class NativeWork implements AutoCloseable {
    /**
     * Longer than a batch of inference takes, or a part of a training's batch or evaluation and then its state, even on
     * an overloaded machine: what still computes then crashes.
     */
    private static final long EXIT_PATIENCE_MILLIS = 120_000;

    private static final Object LOCK = new Object();
    private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

    private static boolean hooked;
    private static boolean ending;
    private static int inProgress;

    private final Thread owner = Thread.currentThread();
    private boolean closed;

    private NativeWork() {}

    /** @throws ProcessEndsException if the process ends, and this thread has no work in progress */
    public static NativeWork begin() {
        NativeWork work = beginFreeing();
        if (work == null) {
            throw new ProcessEndsException();
        }
        return work;
    }

    /** As {@link #begin}, for work that need not be done if the process ends; null then. */
    public static @Nullable NativeWork beginFreeing() {
        synchronized (LOCK) {
            hook();
            if (ending && DEPTH.get() == 0) {
                return null;
            }
            inProgress++;
        }
        DEPTH.set(DEPTH.get() + 1);
        return new NativeWork();
    }

    /** Whether the process ends, so that work in progress should end soon. */
    public static boolean isEnding() {
        synchronized (LOCK) {
            return ending;
        }
    }

    /**
     * For long work that can end early, since its result is not needed any more.
     *
     * @throws ProcessEndsException if the process ends
     */
    public static void requireProcess() {
        if (isEnding()) {
            throw new ProcessEndsException();
        }
    }

    private static void hook() {
        if (!hooked) {
            hooked = true;
            try {
                Runtime.getRuntime().addShutdownHook(new Thread(NativeWork::end, "native-work-exit"));
            } catch (IllegalStateException e) {
                ending = true;
            }
        }
    }

    private static void end() {
        long deadline = System.nanoTime() + EXIT_PATIENCE_MILLIS * 1_000_000;
        synchronized (LOCK) {
            ending = true;
            try {
                for (long left = EXIT_PATIENCE_MILLIS;
                        inProgress > 0 && left > 0;
                        left = (deadline - System.nanoTime()) / 1_000_000) {
                    LOCK.wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the work; has no effect the second time, which would end another's. */
    @Override
    public void close() {
        synchronized (LOCK) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (Thread.currentThread() == owner) {
            DEPTH.set(DEPTH.get() - 1);
        }
        synchronized (LOCK) {
            inProgress--;
            LOCK.notifyAll();
        }
    }
}
