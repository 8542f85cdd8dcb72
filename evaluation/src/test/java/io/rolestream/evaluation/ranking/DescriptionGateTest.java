package io.rolestream.evaluation.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.files.FileException;
import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptionGateTest {
    private static final Set<String> COLD =
            IntStream.range(0, 15).mapToObj(i -> "q" + i).collect(Collectors.toSet());

    /** Each query has one relevant document, which the run has at the rank that the function says. */
    private static RunScores run(String name, int queries, IntFunction<Integer> rank) {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        Map<String, RankedList> lists = new LinkedHashMap<>();
        for (int q = 0; q < queries; q++) {
            grades.put("q" + q, Map.of("right", 1));
            int at = rank.apply(q);
            lists.put(
                    "q" + q,
                    RankedList.ofOrder(IntStream.rangeClosed(1, 10)
                            .mapToObj(i -> new RankedList.Entry(i == at ? "right" : "other" + i, 10 - i))
                            .toList()));
        }
        return RunScores.of(new Qrels(grades), new RetrievalRun(name, lists));
    }

    @Test
    void shouldPassWhatIsBetterOnAllAndInTheColdStart() {
        DescriptionGate gate =
                DescriptionGate.of(run("with", 60, q -> 1 + q % 2), run("without", 60, q -> 3 + q % 3), COLD);

        assertThat(gate.kind()).isEqualTo(VerdictKind.PASSED);
        assertThat(gate.measured())
                .extracting(DescriptionGate.Measured::queries)
                .containsExactly(60, 15);
        assertThat(gate.measured().get(0).difference().lower()).isPositive();
        assertThat(gate.sentences().get(0)).contains("with against without", "may be used");
    }

    @Test
    void shouldFailWhatIsNoBetterInTheColdStart() {
        DescriptionGate gate =
                DescriptionGate.of(run("with", 60, q -> q < 15 ? 4 : 1), run("without", 60, q -> q < 15 ? 4 : 3), COLD);

        assertThat(gate.kind()).isEqualTo(VerdictKind.FAILED);
        assertThat(gate.reasons()).hasSize(1);
        assertThat(gate.reasons().get(0)).contains("cold start, 15 queries", "difference +0.000");
        assertThat(gate.sentences().get(0)).contains("stay off");
    }

    @Test
    void shouldFailWhatOnlyHelpsTheColdStart() {
        DescriptionGate gate =
                DescriptionGate.of(run("with", 60, q -> q < 15 ? 1 : 4), run("without", 60, q -> q < 15 ? 4 : 1), COLD);

        assertThat(gate.kind()).isEqualTo(VerdictKind.FAILED);
        assertThat(gate.reasons()).hasSize(1);
        assertThat(gate.reasons().get(0)).contains("all resumes, 60 queries");
    }

    @Test
    void shouldPassOnlyWeaklyOnFewQueries() {
        DescriptionGate gate = DescriptionGate.of(run("with", 20, q -> 1), run("without", 20, q -> 3 + q % 3), COLD);

        assertThat(gate.kind()).isEqualTo(VerdictKind.PASSED_WEAKLY);
        assertThat(gate.reasons()).containsExactly("only 20 resumes were ranked for; 50 are enough");
    }

    @Test
    void shouldFailWithoutAColdStart() {
        DescriptionGate gate = DescriptionGate.of(run("with", 60, q -> 1), run("without", 60, q -> 3), Set.of());

        assertThat(gate.kind()).isEqualTo(VerdictKind.FAILED);
        assertThat(gate.reasons()).containsExactly("cold start: only 0 queries to judge by; at least 5 are needed");
    }

    @Test
    void shouldFailOnTooFewQueriesOrTooSmallAColdStart() {
        DescriptionGate smallColdStart =
                DescriptionGate.of(run("with", 60, q -> 1), run("without", 60, q -> 3), Set.of("q1"));
        DescriptionGate few = DescriptionGate.of(run("with", 4, q -> 1), run("without", 4, q -> 3), COLD);

        assertThat(smallColdStart.kind()).isEqualTo(VerdictKind.FAILED);
        assertThat(smallColdStart.sentences())
                .contains("Generated descriptions: cold start: only 1 query to judge by; at least 5 are needed.");
        assertThat(few.kind()).isEqualTo(VerdictKind.FAILED);
        assertThat(few.reasons())
                .containsExactly(
                        "all resumes: only 4 queries to judge by; at least 5 are needed",
                        "cold start: only 4 queries to judge by; at least 5 are needed");
    }

    @Test
    void shouldRefuseRunsOfOtherQueries() {
        assertThatThrownBy(() -> DescriptionGate.of(run("with", 3, q -> 1), run("without", 4, q -> 1), COLD))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldBeReadFromTheGeneratorsDirectoryAsItWasWritten(@TempDir Path directory) throws Exception {
        assertThat(DescriptionGateFile.read(directory)).isEqualTo(StatedVerdict.NONE);
        DescriptionGate gate = DescriptionGate.of(run("with", 20, q -> 1), run("without", 20, q -> 3 + q % 3), COLD);

        DescriptionGateFile.write(directory, gate, "writer-1", "some data", "matcher@1");

        assertThat(DescriptionGateFile.read(directory)).isEqualTo(gate.stated());
        assertThat(Files.readString(directory.resolve(DescriptionGateFile.FILE)))
                .contains("\"generator\": \"writer-1\"", "\"verdict\": \"passed-weakly\"");
    }

    @Test
    void shouldSayThatAVerdictIsUnknown(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve(DescriptionGateFile.FILE), "{\"format\": 1, \"verdict\": \"great\"}");

        assertThatThrownBy(() -> DescriptionGateFile.read(directory))
                .isInstanceOf(FileException.class)
                .hasMessageContaining("no known verdict");
    }
}
