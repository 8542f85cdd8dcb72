package io.rolestream.common.service;

import io.rolestream.common.config.ConfigurationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Runs a service as a process, and owns the signals and the exit code of that process.
 *
 * <p>From {@link #takeSignals} on, SIGTERM and SIGINT are requests to stop. A service that has started is closed, and
 * the main thread, which waits for that in {@link #run}, ends the process. Before that nothing has to be finished, so
 * the process exits at once, whatever it waits for. A stop that takes longer than {@value #LIMIT_SECONDS} s is broken
 * off. A SIGINT that the process was started to ignore, as shells start background jobs, stays ignored: the JVM insists
 * on that.
 *
 * <p>Signals come on threads of the JVM. Everything here is static since signals belong to the process.
 */
public final class ServiceRunner {
    /** The JVM's own after SIGTERM is 143, as if the stop had failed. */
    private static final int STOPPED = 0;

    /** After SIGINT, as shells know it. */
    private static final int INTERRUPTED = 130;

    private static final int STOP_FAILED = 1;
    private static final long LIMIT_SECONDS = 60;

    private static @Nullable Service running;
    private static @Nullable Integer exitCode;

    private static final Object CLOSING = new Object();
    private static @Nullable Service closed;

    private ServiceRunner() {}

    /** Makes SIGTERM and SIGINT requests to stop. The first thing that a service's process does. */
    public static void takeSignals() {
        Signal.handle(new Signal("TERM"), new Handler());
        Signal.handle(new Signal("INT"), new Handler());
    }

    /** No lambda: the first of a process takes as long to make as the JVM to start. */
    private static final class Handler implements SignalHandler {
        @Override
        public void handle(Signal signal) {
            stop(signal.getName().equals("INT") ? INTERRUPTED : STOPPED);
        }
    }

    private static void stop(int code) {
        Service service;
        synchronized (ServiceRunner.class) {
            if (exitCode != null) {
                return;
            }
            exitCode = code;
            service = running;
        }
        Thread limit = new Thread(ServiceRunner::breakOff, "stop-limit");
        limit.setDaemon(true);
        limit.start();
        if (service == null) {
            System.exit(code);
        } else {
            close(service);
        }
    }

    /**
     * Closes a service once: without a broker, closing Kafka's clients takes as long as they may wait for it, each
     * time.
     */
    private static void close(Service service) {
        synchronized (CLOSING) {
            if (closed != service) {
                service.close();
                closed = service;
            }
        }
    }

    private static void breakOff() {
        try {
            Thread.sleep(Duration.ofSeconds(LIMIT_SECONDS).toMillis());
        } catch (InterruptedException e) {
            return;
        }
        LoggerFactory.getLogger(ServiceRunner.class).error("the process did not stop within {} s", LIMIT_SECONDS);
        Runtime.getRuntime().halt(STOP_FAILED);
    }

    /**
     * Starts a service and waits until it has stopped.
     *
     * @param started is run once it has started
     * @return the exit code of the process
     * @throws CommandFailedException if it stopped by itself, with the cause
     * @throws ConfigurationException if it stopped because something must be configured differently
     */
    public static int run(Service service, Runnable started) throws InterruptedException {
        service.start();
        synchronized (ServiceRunner.class) {
            running = service;
        }
        Throwable failure;
        try {
            started.run();
            failure = service.stopped().join();
        } finally {
            close(service);
        }
        if (failure instanceof CommandFailedException || failure instanceof ConfigurationException) {
            throw (RuntimeException) failure; // says itself what to do
        }
        if (failure != null) {
            throw new CommandFailedException("the " + service.name() + " stopped after a failure: " + failure, failure);
        }
        synchronized (ServiceRunner.class) {
            running = null;
            return exitCode == null ? STOPPED : exitCode;
        }
    }
}
