package io.rolestream.labellers.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.evaluation.comparison.LabellerRun;
import io.rolestream.labellers.Answer;
import io.rolestream.labellers.Labeller;
import io.rolestream.labellers.LabellerFacts;
import io.rolestream.labellers.LabellerOptions;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabellerRunsTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final List<String> TEXTS =
            IntStream.range(0, 10).mapToObj(Integer::toString).toList();

    @Test
    void shouldKeepTheAnswersInTheOrderOfTheTexts() throws InterruptedException {
        List<Integer> told = new ArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void answered(String labeller, int text, Answer answer, @Nullable String failure) {
                told.add(text);
            }
        };
        LabellerRun run = runs(listener, () -> false, entrant("a", text -> done(Integer.parseInt(text))))
                .get(0);

        assertThat(run.answers().roles()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(told).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(run.problem()).isNull();
    }

    @Test
    void shouldCountATextThatFailsAsAnAbstention() throws InterruptedException {
        LabellerRun run = runs(entrant("a", text -> text.equals("3") ? failed(new IOException("bad")) : done(1)))
                .get(0);

        assertThat(run.failedTexts()).isEqualTo(1);
        assertThat(run.answers().roles()[3]).isEqualTo(ROLES.fallbackIndex());
        assertThat(run.answers().abstained()[3]).isTrue();
        assertThat(run.problem()).isNull();
    }

    @Test
    void shouldGoOnWithTheNextLabeller() throws InterruptedException {
        List<LabellerRun> runs = runs(
                new Entrant("closed", () -> {
                    throw new IOException("no such directory");
                }),
                new Entrant("library", () -> {
                    throw new UnsatisfiedLinkError("no torch");
                }),
                entrant("all", text -> failed(new IOException("cannot"))),
                entrant(
                        "breaks",
                        text -> text.equals("4") ? failed(new EngineBrokenException("broken", new Error())) : done(2)),
                entrant("throws", text -> {
                    throw new IllegalStateException("oops");
                }),
                entrant("no role", text -> done(99)),
                entrant("good", text -> done(0)));

        assertThat(runs)
                .extracting(LabellerRun::problem)
                .containsExactly(
                        "no such directory",
                        "UnsatisfiedLinkError: no torch",
                        "failed on every text: cannot",
                        "failed after 4 of 10 texts: broken",
                        "failed after 0 of 10 texts: oops",
                        "failed after 0 of 10 texts: it answered role 99 with 0 log-probabilities, but there are 14"
                                + " roles",
                        null);
        assertThat(runs.get(3).answers().size()).isEqualTo(4);
        assertThat(runs.get(6).answers().size()).isEqualTo(10);
    }

    @Test
    void shouldKeepWhatIsFinishedWhenStopped() throws InterruptedException {
        List<Integer> labelled = new ArrayList<>();
        List<LabellerRun> runs = runs(
                new RunListener() {},
                () -> labelled.size() >= 13,
                entrant("done", text -> noted(labelled, done(1))),
                entrant("stopped", text -> labelled.size() > 12 ? new CompletableFuture<>() : noted(labelled, done(1))),
                entrant("late", text -> done(1)));

        assertThat(runs.get(0).problem()).isNull();
        assertThat(runs.get(1).problem()).startsWith("stopped after").endsWith("of 10 texts");
        assertThat(runs.get(2).problem()).startsWith("not started");
    }

    private static CompletableFuture<Answer> noted(List<Integer> labelled, CompletableFuture<Answer> answer) {
        labelled.add(1);
        return answer;
    }

    @Test
    void shouldNameEachLabellerOnce() {
        LabellerOptions options = LabellerOptions.defaults();

        assertThat(Entrants.of(
                        List.of("rules:/a/ours.yml", "rules:/a/ours.yml", "model:/x/m", "model:/y/m", "model:/y/n/"),
                        options,
                        ROLES,
                        null))
                .extracting(Entrant::name)
                .containsExactly("rules:ours.yml", "rules:ours.yml (2)", "model:/x/m", "model:/y/m", "model:n");
        assertThatThrownBy(() -> Entrants.of(List.of("rulez:default"), options, ROLES, null))
                .hasMessageContaining("no labeller \"rulez\"; did you mean \"rules\"?");
    }

    private static List<LabellerRun> runs(Entrant... entrants) throws InterruptedException {
        return runs(new RunListener() {}, () -> false, entrants);
    }

    private static List<LabellerRun> runs(RunListener listener, BooleanSupplier stopped, Entrant... entrants)
            throws InterruptedException {
        return new LabellerRuns(ROLES, TEXTS, listener, stopped).run(List.of(entrants));
    }

    private static CompletableFuture<Answer> done(int role) {
        return CompletableFuture.completedFuture(new Answer(role, false, 0.5f, new float[0], List.of(), null, false));
    }

    private static CompletableFuture<Answer> failed(Exception failure) {
        return CompletableFuture.failedFuture(failure);
    }

    private static Entrant entrant(String name, Function<String, CompletableFuture<Answer>> answers) {
        return new Entrant(name, () -> new Labeller() {
            @Override
            public LabellerFacts facts() {
                return new LabellerFacts(name, "1", 0);
            }

            @Override
            public boolean isFull() {
                return false;
            }

            @Override
            public CompletableFuture<Answer> label(String text) {
                return answers.apply(text);
            }

            @Override
            public void close() {}
        });
    }
}
