package io.rolestream.cli;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.clients.TopicAdminException;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.NativeLibraryException;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.text.Printable;
import io.rolestream.common.text.TerminalPrinter;
import io.rolestream.embedded.EmbeddedKafkaException;
import io.rolestream.engine.tokenizer.TokenizerException;
import io.rolestream.engine.torch.TorchException;
import io.rolestream.engine.training.TrainingException;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.write.OutputException;
import io.rolestream.models.announcements.VersionException;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.trainer.examples.ExampleStoreException;
import io.rolestream.trainer.matching.store.MatchStoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints a failure as one message. Stack traces are printed only for unexpected failures. */
final class FailureReport implements IExecutionExceptionHandler {
    private static final List<Class<? extends Exception>> FORESEEN = List.of(
            InputException.class,
            OutputException.class,
            EmbeddedKafkaException.class,
            SchemaRegistryException.class,
            TopicAdminException.class,
            NativeLibraryException.class,
            TokenizerException.class,
            TorchException.class,
            TrainingException.class,
            VersionException.class,
            ModelRefusedException.class,
            ExampleStoreException.class,
            MatchStoreException.class,
            IOException.class,
            CommandFailedException.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        if (isGoingDown()) {
            return ExitCode.FAILED; // the shutdown may have caused the failure
        }
        Throwable cause = unwrapped(failure);
        boolean usage = cause instanceof ConfigurationException || cause instanceof InvalidFileException;
        if (usage || FORESEEN.stream().anyMatch(type -> type.isInstance(cause))) {
            say(command, message(cause));
        } else if (cause instanceof KafkaException) {
            Throwable root = cause;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            say(command, "Kafka: " + cause.getMessage() + (root == cause ? "" : " (" + root.getMessage() + ")"));
        } else {
            say(command, "unexpected failure, please report this: " + cause);
            LoggerFactory.getLogger(FailureReport.class).error("unexpected failure", cause);
        }
        return usage ? ExitCode.USAGE : ExitCode.FAILED;
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wraps = failure instanceof ExecutionException || failure instanceof CompletionException;
        return wraps && cause != null ? unwrapped(cause) : failure;
    }

    private static String message(Throwable failure) {
        return failure instanceof FileSystemException file
                ? FileException.message(file)
                : String.valueOf(failure.getMessage());
    }

    /** Whether the process is shutting down, when no hook can be added any more. */
    static boolean isGoingDown() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    static void say(CommandLine command, String message) {
        PrintWriter err = TerminalPrinter.styled(command.getErr());
        err.println(command.getColorScheme().errorText("rolestream: " + Printable.of(message)));
        err.flush();
    }
}
