package io.rolestream.system.registry;

import io.rolestream.cli.Rolestream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs commands in this process, each with a client of the registry that knows no schema yet. */
record RegistryCommands(String bootstrapServers, String registryUrl) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    record Ended(int exitCode, String out, String err) {}

    Ended createTopics() throws Exception {
        return end(start("topics", "create"));
    }

    /** Prints the labels, lists the versions, and sends a file, all at once, because each may ask for seconds. */
    List<Ended> readAndSend(Path resumes) throws Exception {
        var running = List.of(
                start("consume", "labels", "--until-end"),
                start("models", "list"),
                start("produce", resumes.toString()));
        List<Ended> ended = new ArrayList<>();
        for (CompletableFuture<Ended> command : running) {
            ended.add(end(command));
        }
        return ended;
    }

    private static Ended end(CompletableFuture<Ended> command) throws Exception {
        return command.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private CompletableFuture<Ended> start(String... command) {
        return CompletableFuture.supplyAsync(
                () -> run(command), work -> new Thread(work, "command-" + command[0]).start());
    }

    private Ended run(String... command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Rolestream.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.concat(
                                Stream.of(command),
                                Stream.of("-b", bootstrapServers, "--schema-registry-url", registryUrl))
                        .toArray(String[]::new));
        return new Ended(exitCode, out.toString(), err.toString());
    }
}
