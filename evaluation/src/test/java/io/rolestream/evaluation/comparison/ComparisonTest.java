package io.rolestream.evaluation.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.evaluation.comparison.html.ComparisonPage;
import io.rolestream.evaluation.comparison.report.ComparisonJson;
import io.rolestream.evaluation.comparison.report.ComparisonText;
import io.rolestream.evaluation.comparison.report.Headline;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Taxonomy ROLES = taxonomy("Analyst", "Developer", "Other");
    private static final int OTHER = 2;

    @Test
    void shouldFindNoDifferenceBetweenEqualLabellers() {
        int[] answers = {0, 1, 1, 0};
        Comparison comparison = compare(new int[] {0, 1, 0, 0}, run("a", answers), run("a (2)", answers));

        assertThat(comparison.compared().get(1).versus()).satisfies(versus -> {
            assertThat(versus).isNotNull();
            assertThat(versus.accuracyHolm()).isEqualTo(1);
            assertThat(versus.macroF1Holm()).isEqualTo(1);
        });
        assertThat(Headline.of(comparison)).contains("a (2) is right equally often.");
        assertWritten(comparison);
    }

    @Test
    void shouldTakeOneText() {
        assertWritten(compare(new int[] {1}, run("right", 1), run("wrong", 0)));
    }

    @Test
    void shouldTakeOneRole() {
        assertWritten(compare(new int[5], run("right", 0, 0, 0, 0, 0), run("wrong", 1, 1, 1, 1, 1)));
    }

    @Test
    void shouldTakeLabellersThatAlwaysAbstain() {
        GivenAnswers abstentions = new GivenAnswers(new int[] {OTHER, OTHER}, new float[2], new boolean[] {true, true});
        LabellerRun silent = new LabellerRun("silent", "1", 0, 0, 0, 0, 0, abstentions, null);

        Comparison comparison = compare(new int[] {0, 2}, silent, silentToo(abstentions));

        assertThat(abstentions.coverage()).isZero();
        assertWritten(comparison);
        assertThat(ComparisonPage.of(comparison)).contains("It abstained on every text");
    }

    @Test
    void shouldListTheRolesOfMostTextsOnATerminalAndCutTheirNames() {
        Taxonomy many = taxonomy(
                IntStream.range(0, 300).mapToObj(i -> i + "x".repeat(190)).toArray(String[]::new));
        int[] truth = IntStream.range(0, 600).map(i -> i < 300 ? i : 299).toArray();
        Comparison comparison =
                Comparison.of(new ComparedTexts("texts", many, 600, truth, List.of()), List.of(run("a", truth)));

        assertThat(ComparisonText.of(comparison).lines())
                .filteredOn(line -> line.contains("xxx...  "))
                .hasSize(40)
                .allMatch(line -> line.length() <= 80)
                .first()
                .asString()
                .startsWith("299xx");
        assertThat(ComparisonText.of(comparison)).contains("The first 40 of 300 rows");
    }

    private static LabellerRun silentToo(GivenAnswers answers) {
        return new LabellerRun("silent too", "1", 0, 0, 0, 0, 0, answers, null);
    }

    @Test
    void shouldSayWhichIsBestAndWhetherThatIsChance() {
        int[] truth = IntStream.range(0, 200).map(i -> i % 3).toArray();
        int[] good = with(truth, 20);
        int[] similar = with(truth, 24);
        int[] bad = with(truth, 120);

        List<String> told = Headline.of(compare(truth, run("bad", bad), run("good", good), run("similar", similar)));

        assertThat(told.get(0)).startsWith("good is most often right: on 90.0 % of 200 texts (95 % interval 85.1 %");
        assertThat(told.get(1)).startsWith("On these texts it cannot be told apart from similar: chance can explain");
        assertThat(Headline.of(compare(truth, run("bad", bad), run("good", good)))
                        .get(1))
                .startsWith("That is better than chance explains: the next, bad, is right on 40.0 % (p < 0.001");
    }

    @Test
    void shouldSayThatALabellerIsNoBetterThanTheBaseline() {
        int[] truth = IntStream.range(0, 31).map(i -> i < 21 ? 0 : 1).toArray();

        assertThat(Headline.of(compare(truth, run("constant", new int[31]))))
                .last()
                .isEqualTo("Always answering \"Analyst\" is right on 67.7 %: no labeller is clearly better than that.");
    }

    @Test
    void shouldOnlyMeasureAgreementWithoutRightRoles() {
        Comparison comparison = compare(null, run("a", 0, 1, 1, 0), run("b", 0, 1, 0, 0));

        assertThat(comparison.hasTruth()).isFalse();
        assertThat(ComparisonText.of(comparison))
                .contains("--labels")
                .contains("75.0 %")
                .doesNotContain("accuracy");
        assertWritten(comparison);
    }

    @Test
    void shouldCompareOnlyLabellersThatFinished() {
        LabellerRun half =
                new LabellerRun("half", "1", 0, 0, 1, 0, 0, run("half", 0, 1).answers(), "stopped after 2 of 4 texts");
        Comparison comparison =
                compare(new int[] {0, 1, 1, 0}, half, run("b", 0, 1, 1, 0), LabellerRun.failed("c", "no such file"));

        assertThat(comparison.compared()).extracting(ComparedLabeller::name).containsExactly("b");
        assertThat(comparison.texts().size()).isEqualTo(4);
        assertThat(ComparisonText.of(comparison))
                .contains("Not compared: half: stopped after 2 of 4 texts")
                .contains("Not compared: c: no such file");
        assertWritten(comparison);
    }

    @Test
    void shouldScoreWhatThereIsIfNoLabellerFinished() {
        LabellerRun half =
                new LabellerRun("half", "1", 0, 0, 1, 0, 0, run("half", 0, 1).answers(), "stopped after 2 of 4 texts");
        Comparison comparison = compare(new int[] {0, 1, 1, 0}, half, LabellerRun.failed("c", "no such file"));

        assertThat(comparison.texts().size()).isEqualTo(2);
        assertThat(comparison.compared()).hasSize(1);
        assertThat(ComparisonText.of(comparison)).contains("half: stopped after 2 of 4 texts");
        assertWritten(comparison);
    }

    @Test
    void shouldReportThatNothingWasAnswered() {
        Comparison comparison = compare(new int[] {0}, LabellerRun.failed("c", "no such file"));

        assertThat(ComparisonText.of(comparison)).contains("No labeller answered a text", "c: no such file");
        assertWritten(comparison);
    }

    @Test
    void shouldShowStrangersTextsAsTextAlone() {
        String hostile = "<script>alert(1)</script>\"'&\u202e";
        Taxonomy roles = taxonomy("<b>A</b>", "=cmd()", "Other");
        LabellerRun run =
                new LabellerRun(hostile, "1", 0, 0, 1, 0, 0, run("x", 0, 1).answers(), null);
        Comparison comparison = Comparison.of(
                new ComparedTexts(hostile, roles, 2, new int[] {0, 0}, List.of(hostile)),
                List.of(run, LabellerRun.failed(hostile, hostile)));

        String page = ComparisonPage.of(comparison);

        assertThat(page).doesNotContain("<script", "<b>", "\u202e").contains("&lt;script&gt;");
        assertThat(ComparisonText.of(comparison)).doesNotContain("\u202e");
    }

    @Test
    void shouldBeReadableOffline() {
        Comparison comparison = compare(new int[] {0, 1}, run("a", 0, 1), run("b", 1, 1));

        assertThat(ComparisonPage.of(comparison).replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
                .doesNotContain("http:", "https:", "src=", "@import", "url(", "<link", "<script");
    }

    /** Both the time and the memory depend on the different answers, not on the number of texts times resamples. */
    @Test
    void shouldCompareManyTexts() {
        SplittableRandom random = new SplittableRandom(1);
        Taxonomy roles =
                taxonomy(IntStream.range(0, 14).mapToObj(i -> "Role " + i).toArray(String[]::new));
        int[] truth = random.ints(20_000, 0, 14).toArray();
        LabellerRun[] runs = IntStream.range(0, 4)
                .mapToObj(labeller -> run("l" + labeller, with(truth, 2_000 * (labeller + 1))))
                .toArray(LabellerRun[]::new);

        Comparison comparison =
                Comparison.of(new ComparedTexts("many", roles, truth.length, truth, List.of()), Arrays.asList(runs));

        assertThat(comparison.compared()).hasSize(4);
    }

    private static void assertWritten(Comparison comparison) {
        assertThat(ComparisonText.of(comparison)).isNotBlank();
        assertThat(ComparisonPage.of(comparison)).startsWith("<!DOCTYPE html>").doesNotContain("NaN", "Infinity");
        ObjectNode json = ComparisonJson.of(comparison);
        try {
            assertThat(JsonFiles.parse(JsonFiles.write(json)).path("labellers").size())
                    .isEqualTo(comparison.runs().size());
        } catch (IOException e) {
            throw new AssertionError("not valid JSON", e);
        }
    }

    /** The answers with the first so many wrong. */
    private static int[] with(int[] truth, int wrong) {
        int[] answers = truth.clone();
        for (int i = 0; i < wrong; i++) {
            answers[i] = (truth[i] + 1) % 3;
        }
        return answers;
    }

    private static Comparison compare(int @Nullable [] truth, LabellerRun... runs) {
        int texts = truth == null ? runs[0].answers().size() : truth.length;
        return Comparison.of(new ComparedTexts("texts", ROLES, texts, truth, List.of()), Arrays.asList(runs));
    }

    private static LabellerRun run(String name, int... roles) {
        float[] confidence = new float[roles.length];
        Arrays.fill(confidence, 0.8f);
        return new LabellerRun(
                name, "1", 0, 0, 1, 0, 0, new GivenAnswers(roles, confidence, new boolean[roles.length]), null);
    }

    private static Taxonomy taxonomy(String... names) {
        return new Taxonomy(
                Stream.of(names).map(name -> new Role(name, "A role.")).toList(), names[names.length - 1]);
    }
}
