package io.rolestream.cli.support;

import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.ProcessMeters;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.service.HealthConfig;
import io.rolestream.common.service.HealthServer;
import io.rolestream.common.service.Service;
import io.rolestream.common.service.ServiceRunner;
import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.stream.worker.ModelGoneException;
import java.io.PrintWriter;
import java.util.function.Supplier;

/** A service that computes with models, as a process. */
public final class ModelService {
    private ModelService() {}

    /**
     * Runs a service until it is stopped, with its health server.
     *
     * @param command the command's name, for messages
     * @param meters closed at the end
     * @param started what to print once it has started
     * @return the exit code: {@link ExitCode#ENGINE_BROKEN} if a model's native engine has failed
     */
    public static int run(
            String command,
            Service service,
            Settings settings,
            ProcessMeters meters,
            PrintWriter err,
            Supplier<String> started)
            throws Exception {
        try (meters;
                AutoCloseable health =
                        HealthServer.start(HealthConfig.settings(settings), service, meters.registry())) {
            return ServiceRunner.run(service, () -> err.println(started.get()));
        } catch (CommandFailedException e) {
            Throwable cause = e.getCause();
            if (cause instanceof EngineBrokenException || (cause instanceof ModelGoneException gone && gone.broken())) {
                err.println("rolestream " + command + ": " + cause.getMessage() + "; start it again");
                return ExitCode.ENGINE_BROKEN;
            }
            throw e;
        }
    }
}
