package io.rolestream.labellers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabellersTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final LabellerOptions OPTIONS = LabellerOptions.defaults();

    private final Path directory;

    LabellersTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldLabelByRules() throws Exception {
        try (Labeller rules = open("rules")) {
            Answer answer = rules.label("C#, ASP.NET, SQL Server").join();

            assertThat(ROLES.role(answer.role()).name()).isEqualTo(".NET Developer");
            assertThat(answer.evidence()).isNotEmpty();
            assertThat(rules.label("").join().abstained()).isTrue();
            assertThat(rules.facts())
                    .isEqualTo(new LabellerFacts(
                            "rules", RuleSet.load(RuleSet.DEFAULT, ROLES).version(), 0));
        }
        try (Labeller notebook = open("rules:notebook")) {
            assertThat(notebook.facts().version()).startsWith("notebook@");
        }
    }

    @Test
    void shouldSkipEntriesOfRulesIfTold() throws Exception {
        String rules = Files.writeString(
                        directory.resolve("r.yml"),
                        "name: r\nmatching: phrases\nroles: {Cloud Engineer: {aws: 3, '!!': 1}}\n")
                .toString();

        assertRefused("rules:" + rules, "has no letters or digits");
        try (Labeller lenient =
                Labellers.open(LabellerSpec.parse("rules:" + rules), OPTIONS.withLenientRules(true), ROLES)) {
            assertThat(lenient.label("aws").join().role()).isEqualTo(ROLES.indexOf("Cloud Engineer"));
        }
    }

    @Test
    void shouldAnswerTheMostFrequentRoleOfTheLabels() throws Exception {
        TrainingLabels labels = new TrainingLabels(List.of("a", "b", "c"), new int[] {3, 5, 5});
        try (Labeller majority = Labellers.open(LabellerSpec.parse("majority"), OPTIONS.withTraining(labels), ROLES)) {
            Answer answer = majority.label("whatever").join();

            assertThat(answer.role()).isEqualTo(5);
            assertThat(answer.confidence()).isEqualTo(2 / 3f);
            assertThat(IntStream.range(0, ROLES.size())
                            .mapToDouble(i -> Math.exp(answer.logProbabilities()[i]))
                            .sum())
                    .isEqualTo(1, offset(1e-6));
            TrainingLabels others = new TrainingLabels(List.of("a", "b"), new int[] {5, 5});
            try (Labeller surer = Labellers.open(LabellerSpec.parse("majority"), OPTIONS.withTraining(others), ROLES)) {
                assertThat(surer.facts().version())
                        .startsWith(ROLES.role(5).name())
                        .isNotEqualTo(majority.facts().version());
            }
        }
        try (Labeller majority = open("majority:Data Engineer")) {
            assertThat(majority.label("").join().role()).isEqualTo(ROLES.indexOf("Data Engineer"));
        }
    }

    @Test
    void shouldLabelWithACheckpointOfTheRoles() throws Exception {
        TinyModel.preferring(directory.resolve("model"), "Cloud Engineer");
        try (Labeller model = open("model:" + directory.resolve("model"))) {
            Answer answer = model.label("java").join();

            assertThat(answer.role()).isEqualTo(ROLES.indexOf("Cloud Engineer"));
            assertThat(answer.confidence()).isGreaterThan(0.9f);
            assertThat(answer.logProbabilities()).hasSize(ROLES.size());
            assertThat(answer.cut()).isFalse();
            assertThat(model.label("java ".repeat(100_000)).join().cut()).isTrue();
            assertThat(model.facts().parameters()).isGreaterThan(10_000);
        }
    }

    @Test
    void shouldTurnProbabilitiesToTheOrderOfTheTaxonomy() throws Exception {
        List<String> reversed = IntStream.range(0, ROLES.size())
                .mapToObj(i -> ROLES.role(ROLES.size() - 1 - i).name())
                .toList();
        TinyModel.write(directory.resolve("model"), reversed, 1, "Cloud Engineer");
        try (Labeller model = open("model:" + directory.resolve("model"))) {
            Answer answer = model.label("java").join();

            assertThat(answer.role()).isEqualTo(ROLES.indexOf("Cloud Engineer"));
        }
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");

        assertRefused("zeroshot:x", "no such kind; known are rules, majority, model");
        assertRefused("rules:missing.yml", "missing.yml");
        assertRefused("majority", "needs texts with labels to learn from");
        assertRefused("majority:Data Enginer", "no such role; did you mean \"Data Engineer\"?");
        assertRefused("model", "name the checkpoint directory, as in model:DIR");
        assertRefused("model:" + directory.resolve("none"), "no such directory");
        assertRefused("model:" + file, "is not a directory");
        assertRefused("model:" + directory, "config.json");
    }

    private static Labeller open(String spec) throws Exception {
        return Labellers.open(LabellerSpec.parse(spec), OPTIONS, ROLES);
    }

    private static void assertRefused(String spec, String reason) {
        assertThatThrownBy(() -> open(spec).close())
                .isInstanceOf(LabellerException.class)
                .hasMessageStartingWith("labeller " + spec + ": ")
                .hasMessageContaining(reason);
    }
}
