package io.rolestream.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.SharedStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people read when two streams have one {@code instance.id}. */
@Tag("full")
class SameInstanceIdProcessTest {
    private final Path directory;

    SameInstanceIdProcessTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldEndTheOlderStreamWithOneLineAndWarnInTheNewer() throws Exception {
        Cli.run(arguments(List.of("topics", "create"), List.of()));
        try (ChildCommand older = stream("older")) {
            older.awaitErr("labelling twins.resumes");
            try (ChildCommand newer = stream("newer")) {
                newer.awaitErr("instance.id=a is in use by another process");

                assertThat(older.awaitEnd()).isEqualTo(ExitCode.FAILED);
                assertThat(older.err())
                        .contains("rolestream: the labelling service stops, because another process has started with"
                                + " the same instance.id=a")
                        .doesNotContain("\tat ");
                newer.awaitErr("labelling twins.resumes");
                assertThat(newer.err()).doesNotContain("\tat ");
            }
        }
    }

    @Test
    void shouldEndTheOlderWorkerWithOneLine() throws Exception {
        Cli.run(arguments(List.of("topics", "create"), List.of()));
        String[] worker =
                arguments(List.of("worker"), List.of("-s", "instance.id=a", "-s", "worker.group.id=twins-workers"));
        try (ChildCommand older = new ChildCommand(directory.resolve("older"), worker)) {
            older.awaitErr("voting on twins.resumes");
            try (ChildCommand newer = new ChildCommand(directory.resolve("newer"), worker)) {
                assertThat(older.awaitEnd()).isEqualTo(ExitCode.FAILED);
                assertThat(older.err())
                        .contains("because another process has started with the same instance.id=a")
                        .doesNotContain("\tat ");
                assertThat(newer.process().isAlive()).isTrue();
            }
        }
    }

    private ChildCommand stream(String name) throws IOException {
        return new ChildCommand(
                directory.resolve(name),
                arguments(
                        List.of("stream"),
                        List.of("-s", "instance.id=a", "-s", "state.directory=" + directory.resolve(name + "-state"))));
    }

    private static String[] arguments(List<String> command, List<String> more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(SharedStack.options());
        all.addAll(List.of("-s", "topic.prefix=twins.", "-s", "application.id=twins"));
        all.addAll(more);
        return all.toArray(String[]::new);
    }
}
