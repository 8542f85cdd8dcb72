package io.rolestream.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Skips a class where no container engine can be used, and leaves the reason in a file, which the build prints at its
 * end. With {@code -Dcontainers.required=true} (profile {@code containers}) the class fails instead.
 */
public final class ContainerEngine implements ExecutionCondition {
    private static final Path REASON = Path.of("target", "skipped-container-tests.txt");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            DockerClientFactory.instance().client();
            Files.deleteIfExists(REASON);
            return ConditionEvaluationResult.enabled("there is a container engine");
        } catch (IllegalStateException e) {
            if (Boolean.getBoolean("containers.required")) {
                throw new IllegalStateException("the profile `containers` needs a container engine", e);
            }
            return skipped(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConditionEvaluationResult skipped(IllegalStateException failure) {
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        try {
            Files.createDirectories(REASON.toAbsolutePath().getParent());
            Files.writeString(
                    REASON,
                    "Skipped: the tests on Kafka's own image (*OnContainerKafkaTest). No container engine: %s%n"
                            .formatted(message));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ConditionEvaluationResult.disabled(message);
    }
}
