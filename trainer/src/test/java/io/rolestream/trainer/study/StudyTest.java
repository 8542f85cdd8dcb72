package io.rolestream.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.engine.model.Precision;
import io.rolestream.evaluation.comparison.AnswerScores;
import io.rolestream.evaluation.comparison.ComparedLabeller;
import io.rolestream.evaluation.comparison.GivenAnswers;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.evaluation.verdict.GateLimits;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.read.RowSource;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.recipe.RecipeConfig;
import io.rolestream.trainer.recipe.TrainingSettings;
import io.rolestream.trainer.study.tuning.GoldenStudy;
import io.rolestream.trainer.study.tuning.Grid;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final RuleSet NOTEBOOK = RuleSet.load(RuleSet.NOTEBOOK, ROLES);
    private static final JsonNode GOLDEN = GoldenStudy.read();

    private final Path directory;
    private final String base;

    StudyTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        base = TinyModel.write(directory.resolve("base"), 1).path().toString();
    }

    private StudyOptions options(@Nullable String ofBase, boolean grid) {
        return new StudyOptions(ofBase, null, null, grid, this::recipe, 1);
    }

    private TrainingSettings recipe(RuleSet rules) {
        return recipe(rules, Map.of());
    }

    private TrainingSettings recipe(RuleSet rules, Map<String, String> settings) {
        return new TrainingSettings(
                base,
                1,
                1,
                50_000,
                RecipeConfig.recipe(Settings.of(RecipeConfig.define(new ConfigDef()), settings), rules),
                GateLimits.defaults(),
                Precision.FP32);
    }

    private static StudyResult run(StudyTexts texts, StudyOptions options) throws InterruptedException {
        return run(texts, options, () -> false);
    }

    private static StudyResult run(StudyTexts texts, StudyOptions options, BooleanSupplier stop)
            throws InterruptedException {
        return new Study(texts, options, new PrintWriter(new StringWriter()), stop).run();
    }

    private static StudyTexts texts(String... skills) {
        return new StudyTexts("resumes.jsonl", List.of(skills), 0, 0, List.of());
    }

    private static LabellerResult labeller(StudyResult result, String name) {
        return result.labellers().stream()
                .filter(labeller -> labeller.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldGenerateTheStudysLabels() {
        List<String> labels = StudyTexts.generated().texts().stream()
                .map(text -> NOTEBOOK.vote(text).role().name())
                .toList();
        List<String> golden = new ArrayList<>();
        GOLDEN.get("labels").forEach(label -> golden.add(label.textValue()));

        assertThat(labels).hasSize(155).isEqualTo(golden);
    }

    @Test
    void shouldScoreTheConstantAsScikitLearnDoes() throws InterruptedException {
        StudyResult result = run(StudyTexts.generated(), options(base, false), () -> true);

        check(StudyReport.scores(result.onAll().compared().get(0)), GOLDEN.get("all"));
        check(StudyReport.scores(result.onTest().compared().get(0)), GOLDEN.get("test"));
    }

    private static void check(AnswerScores scores, JsonNode golden) {
        assertThat(scores.accuracy().value()).isCloseTo(golden.get("accuracy").doubleValue(), within(1e-12));
        assertThat(scores.weighted().precision())
                .isCloseTo(golden.get("precision").doubleValue(), within(1e-12));
        assertThat(scores.weighted().recall()).isCloseTo(golden.get("recall").doubleValue(), within(1e-12));
        assertThat(scores.weighted().f1()).isCloseTo(golden.get("f1").doubleValue(), within(1e-12));
        assertThat(scores.macro().f1()).isCloseTo(golden.get("macroF1").doubleValue(), within(1e-12));
    }

    @Test
    void shouldGiveTheStudysInterval() throws InterruptedException {
        StudyResult result = run(StudyTexts.generated(), options(base, false), () -> true);
        Estimate accuracy =
                StudyReport.scores(result.onTest().compared().get(0)).accuracy();

        assertThat(accuracy.value()).isCloseTo(21.0 / 31, within(1e-12));
        assertThat(accuracy.lower()).isCloseTo(0.50, within(0.005));
        assertThat(accuracy.upper()).isCloseTo(0.81, within(0.005));
    }

    private static int[] all(int rows) {
        int[] all = new int[rows];
        Arrays.setAll(all, i -> i);
        return all;
    }

    @Test
    void shouldRunEverythingItHasModelsForAndSayWhichAreMissing() throws Exception {
        StudyResult result = run(StudyTexts.generated(), options(base, false));

        assertThat(result.split().test()).hasSize(31);
        LabellerResult tuned = labeller(result, "fine-tuned");
        assertThat(tuned.answered(result.split().test())).isTrue();
        assertThat(tuned.answered(all(result.rows())))
                .as("it learnt the others")
                .isFalse();
        assertThat(tuned.notes().get(0)).matches("Training loss of each 10 steps (\\d\\.\\d{4}(, )?){4}\\. Loss on .*");
        for (String ours : List.of("default rules", "recipe, notebook rules", "recipe, default rules")) {
            assertThat(labeller(result, ours).answered(result.split().test()))
                    .as("%s: %s", ours, labeller(result, ours).notRun())
                    .isTrue();
        }
        assertThat(labeller(result, "zero-shot").notRun()).contains("--zero-shot facebook/bart-large-mnli");
        assertThat(labeller(result, "prompted").notRun()).contains("--prompted google/flan-t5-small");
        checkReport(result);
        checkFiles(result);
    }

    @Tag("full")
    @Test
    void shouldTryTheStudysNextSteps() throws InterruptedException {
        StudyResult result = run(StudyTexts.generated(), options(base, true));

        Grid grid = Objects.requireNonNull(result.grid());
        assertThat(grid.entries().compared())
                .extracting(ComparedLabeller::name)
                .contains("the study's settings", "learning rate 2e-4", "frozen base, logistic regression, smote")
                .hasSizeGreaterThan(14);
        assertThat(grid.entries().texts().size()).isEqualTo(124);
        assertThat(labeller(result, "best of the grid").answered(result.split().test()))
                .isTrue();
        assertThat(StudyMeaning.sentences(result)).anyMatch(sentence -> sentence.startsWith("The best of 17 settings"));
        StudyReport.print(result, new PrintWriter(new StringWriter()));
    }

    private static void checkReport(StudyResult result) {
        StringWriter report = new StringWriter();
        StudyReport.print(result, new PrintWriter(report));

        assertThat(report.toString())
                .contains(
                        "Software Engineer              96     75     21",
                        "constant                   0.6774",
                        "Not run");
    }

    private void checkFiles(StudyResult result) throws IOException {
        Path out = directory.resolve("out");
        StudyFiles.write(result, out);
        StudyFiles.write(result, out);
        ObjectMapper mapper = new ObjectMapper();
        JsonNode figures = mapper.readTree(out.resolve(StudyFiles.FIGURES).toFile());
        List<String> lines = Files.readAllLines(out.resolve(StudyFiles.PREDICTIONS));

        assertThat(lines).hasSize(155);
        int right = 0;
        int tested = 0;
        for (String line : lines) {
            JsonNode row = mapper.readTree(line);
            if (row.get("set").textValue().equals("test")) {
                tested++;
                right += row.get("label").equals(row.get("answers").get("fine-tuned")) ? 1 : 0;
            }
        }
        for (JsonNode labeller : figures.get("labellers")) {
            if (labeller.get("name").textValue().equals("fine-tuned")) {
                assertThat(labeller.get("test").get("accuracy").doubleValue())
                        .isCloseTo((double) right / tested, within(1e-12));
            }
        }
    }

    @Test
    @Tag("full")
    void shouldGiveTheSameFiguresAgain() throws InterruptedException {
        StudyResult first = run(StudyTexts.generated(), options(base, false));
        StudyResult second = run(StudyTexts.generated(), options(base, false));

        assertThat(labeller(second, "fine-tuned").notes())
                .isEqualTo(labeller(first, "fine-tuned").notes());
        assertThat(labeller(second, "recipe, default rules").answers().roles())
                .isEqualTo(labeller(first, "recipe, default rules").answers().roles());
    }

    @Test
    void shouldKeepWhatIsFinishedWhenItIsStopped() throws InterruptedException {
        int[] asked = {0};
        StudyResult result = run(StudyTexts.generated(), options(base, true), () -> ++asked[0] > 20);

        assertThat(result.stopped()).isTrue();
        assertThat(labeller(result, "constant").notRun()).isNull();
        assertThat(labeller(result, "fine-tuned").notRun()).isEqualTo("stopped");
        assertThat(labeller(result, "recipe, default rules").notRun()).startsWith("stopped");
    }

    @Test
    void shouldSayWhatABadBaseLacksAndContinue() throws InterruptedException {
        StudyResult result =
                run(StudyTexts.generated(), options(directory.resolve("none").toString(), false));

        assertThat(labeller(result, "fine-tuned").notRun()).contains("neither a directory nor the name of a model");
        assertThat(labeller(result, "default rules").notRun()).isNull();
    }

    @Test
    void shouldSayWhyALabellerFailedWhateverItFailedWith() throws InterruptedException {
        PrintWriter full = new PrintWriter(new StringWriter()) {
            @Override
            public PrintWriter printf(String format, @Nullable Object... values) {
                throw new UncheckedIOException(new IOException("no space"));
            }
        };
        StudyResult result = new Study(StudyTexts.generated(), options(base, false), full, () -> false).run();

        assertThat(labeller(result, "fine-tuned").notRun()).contains("no space");
        assertThat(labeller(result, "default rules").notRun()).isNull();
    }

    @Test
    void shouldRefuseAWrongRecipeBeforeAnythingRuns() {
        Map<String, String> wrong = Map.of(RecipeConfig.AGGREGATION, "dawid-skene");
        StudyOptions options = new StudyOptions(null, null, null, false, rules -> recipe(rules, wrong), 1);

        assertThatThrownBy(() ->
                        new Study(StudyTexts.generated(), options, new PrintWriter(new StringWriter()), () -> false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("list two or more in recipe.labellers, not only rules");
    }

    @Test
    void shouldCountTruncatedTextsAmongThoseAskedFor() {
        LabellerResult result = LabellerResult.of(
                        "a", "b", new int[] {2, 5, 7}, new GivenAnswers(new int[3], new float[3], new boolean[3]))
                .withEffort(new LabellerResult.Effort(0, 0, Set.of(2, 7)));

        assertThat(result.on(new int[] {5, 7}).cutTexts()).isEqualTo(1);
    }

    @Test
    void shouldTakeFewRows() throws InterruptedException {
        StudyResult result =
                run(texts("java", "c#", "scrum", "java", "nan", "java, \u00e2\u20ac\u2122s"), options(base, true));

        assertThat(result.split().test()).hasSize(2);
        assertThat(labeller(result, "fine-tuned").notRun()).isNull();
        assertThat(labeller(result, "recipe, default rules").notRun()).contains("at least 50 are needed");
        assertThat(labeller(result, "best of the grid").notRun()).contains("needs at least 20 training rows");
    }

    @Test
    void shouldNotFineTuneOnOneRole() throws InterruptedException {
        String[] same = new String[60];
        Arrays.fill(same, "java");
        StudyResult result = run(texts(same), options(base, true));

        assertThat(labeller(result, "fine-tuned").notRun()).contains("all 48 training examples have the label");
        assertThat(labeller(result, "constant").answered(all(result.rows()))).isTrue();
        StudyReport.print(result, new PrintWriter(new StringWriter()));
    }

    @Test
    void shouldReadNothingButSkills() throws IOException {
        Path file = directory.resolve("resumes.csv");
        Files.writeString(
                file, "\"\",name,contact,Skill Set\n0,Ann,ann@example.org,\"java, c#\"\n1,Bob,,\n2,Cy,1,a,b\n");
        StringWriter problems = new StringWriter();
        StudyTexts texts = StudyTexts.open(file, null, new PrintWriter(problems));

        assertThat(texts.texts()).containsExactly("java, c#", "nan");
        assertThat(texts.missing()).isEqualTo(1);
        assertThat(texts.unreadable()).isEqualTo(1);
        assertThat(problems.toString()).contains("resumes.csv: line 4: 5 columns where the header has 4");
        assertThatThrownBy(() -> RowSource.ofSkills(file, "name of nothing"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no column \"name of nothing\"");
        Files.writeString(file, "name,text\nAnn,java\n");
        assertThatThrownBy(() -> RowSource.ofSkills(file, null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no column for skills; columns found: name, text; name it with --skills-column");
    }

    @Test
    void shouldRefuseASingleRow() {
        assertThatThrownBy(() -> run(texts("java"), options(base, false)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("at least 2 resumes");
    }
}
