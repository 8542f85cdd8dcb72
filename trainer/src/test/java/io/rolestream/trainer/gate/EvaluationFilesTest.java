package io.rolestream.trainer.gate;

import static io.rolestream.evaluation.testing.Simulation.rightIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.evaluation.report.EvaluationFiles;
import io.rolestream.evaluation.report.EvaluationMetrics;
import io.rolestream.evaluation.report.Markdown;
import io.rolestream.evaluation.report.ModelFacts;
import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.testing.Simulation;
import io.rolestream.evaluation.verdict.GateLimits;
import io.rolestream.evaluation.verdict.GateVerdict;
import io.rolestream.models.artifact.AllowedFiles;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.yaml.snakeyaml.Yaml;

class EvaluationFilesTest {
    /** Names with what Markdown, XML and YAML take for markup, and what XML cannot hold. */
    private static final List<String> NAMES =
            List.of("C# & <b>C++</b> | F#", "\"Node.js\" *_`Developer`_*", "Lone \ud800 & \uffff", "Other");

    private final Path directory;

    EvaluationFilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @ValueSource(strings = {"confusion.svg", "roles.svg", "reliability.svg"})
    void shouldDrawValidXmlWhateverTheRolesAreCalled(String file) throws Exception {
        write(evaluation());

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve(file).toFile());

        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getDocumentElement().getTextContent()).contains("prefers-color-scheme:dark");
        if (!file.equals("reliability.svg")) {
            assertThat(document.getDocumentElement().getTextContent())
                    .contains("C# & <b>C++</b> | F#")
                    .contains("Lone \ufffd & \ufffd");
        }
    }

    @Test
    void shouldDrawTheMostFrequentOfVeryManyRoles() throws Exception {
        Simulation simulation = new Simulation(Simulation.taxonomy(200), 1);
        write(simulation.evaluate(simulation.set(SetName.GOLD, 1000, rightIn(0.7, 200), rightIn(0.8, 200))));

        assertThat(Files.readString(directory.resolve("roles.svg"))).contains("The 30 most frequent of 200 roles.");
        assertThat(Files.size(directory.resolve("confusion.svg"))).isLessThan(300_000);
    }

    @Test
    void shouldWriteTheSameBytesAgain() throws IOException {
        write(evaluation());
        List<String> first = contents();
        write(evaluation());

        assertThat(contents()).isEqualTo(first).hasSize(5);
    }

    @Test
    void shouldKeepTheNamesOfTheFields() throws IOException {
        write(evaluation());
        ObjectNode json = JsonFiles.read(directory.resolve("evaluation.json"), 1 << 20);
        JsonNode gold = json.at("/sets/gold");

        assertThat(names(json))
                .containsExactly("format", "roles", "parameters", "champion", "intervals", "sets", "gate");
        assertThat(names(json.get("sets"))).containsExactly("silver", "gold");
        assertThat(names(gold))
                .containsExactly(
                        "items",
                        "truth",
                        "usedForChoosing",
                        "majority",
                        "scores",
                        "calibration",
                        "agreementWithRules",
                        "differences");
        assertThat(names(gold.get("scores"))).containsExactly("model", "rules", "joint", "champion", "championJoint");
        assertThat(names(gold.at("/scores/model")))
                .containsExactly("accuracy", "macroF1", "macro", "weighted", "shuffledMacroF1", "roles", "confusion");
        assertThat(names(gold.at("/calibration/joint")))
                .containsExactly("ece", "negativeLogLikelihood", "brier", "bins");
        assertThat(names(gold.at("/differences/0"))).containsExactly("of", "against", "accuracy", "macroF1");
        assertThat(names(json.get("gate"))).containsExactly("name", "passed", "weak", "judgedOn", "checks");
        assertThat(gold.at("/scores/model/accuracy/lower").doubleValue())
                .isLessThan(gold.at("/scores/model/accuracy/value").doubleValue());
    }

    @Test
    void shouldLeaveOutOfThePlotsWhatIsRightByDefinition() throws IOException {
        Simulation simulation = new Simulation(Simulation.taxonomy(4), 1);
        write(simulation.evaluate(simulation.set(SetName.SILVER, 400, rightIn(1, 4), rightIn(0.8, 4))));

        assertThat(directory.resolve("roles.svg")).content().contains(">model<").doesNotContain(">rules<");
        assertThat(directory.resolve("README.md"))
                .content()
                .contains("| precision | recall | F1 |")
                .doesNotContain("F1 of the rules");

        write(simulation.evaluate(simulation.set(SetName.GOLD, 400, rightIn(0.6, 4), rightIn(0.8, 4))));

        assertThat(directory.resolve("roles.svg")).content().contains(">model<", ">rules<");
        assertThat(directory.resolve("README.md")).content().contains("F1 of the rules");
    }

    @Test
    void shouldWriteTheNumberOfItemsBesideEachDotOfReliability() throws IOException {
        write(evaluation());

        String plot = Files.readString(directory.resolve("reliability.svg"));
        long dots = plot.lines().filter(line -> line.startsWith("<circle")).count();
        assertThat(plot.lines().filter(line -> line.matches("<text.*>\\d+</text>")))
                .hasSize(Math.toIntExact(dots))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldShowThePlotsOfTheTraining() throws IOException {
        Files.writeString(directory.resolve("training-loss.svg"), "<svg/>");
        write(evaluation());

        assertThat(directory.resolve("README.md"))
                .content()
                .containsSubsequence(
                        "## Training", "## How it learnt", "![Loss by epoch](training-loss.svg)", "## Scores")
                .doesNotContain("training-rate.svg");
    }

    @Test
    void shouldTellTheTruthInTheCard() throws IOException {
        GateVerdict verdict = write(evaluation());
        String card = Files.readString(directory.resolve("README.md"));

        assertThat(card)
                .contains(verdict.gate() + ": " + verdict.kind().words())
                .contains("900 texts labelled by keyword rules (rule set `default@1`)")
                .contains("1 text labelled by people")
                .contains("the rules are right here by definition")
                .contains("| Always \"C\\# \\& \\<b\\>C++\\</b\\> \\| F\\#\", the most frequent role | 0.250 | 0.100 |")
                .contains("| The rules alone | ")
                .contains("Model and rules jointly minus the rules alone: ")
                .contains("Most frequent confusions:")
                .contains("whom to invite, hire, reject");
        verdict.checks().forEach(check -> assertThat(card).contains(Markdown.text(check.sentence())));
    }

    @Test
    void shouldBeginTheCardWithFrontMatter() throws IOException {
        write(evaluation());
        String card = Files.readString(directory.resolve("README.md"));
        Map<String, Object> matter = new Yaml().load(card.substring(4, card.indexOf("\n---\n", 4)));

        assertThat(matter)
                .containsEntry("pipeline_tag", "text-classification")
                .containsEntry("base_model", "distil\"roberta\\base")
                .containsEntry("metrics", List.of("accuracy", "f1"))
                .doesNotContainKey("license");
    }

    @Test
    void shouldWriteFilesThatAreTakenIntoAVersion() throws IOException {
        write(evaluation());

        assertThat(List.of("evaluation.json", "README.md", "confusion.svg", "roles.svg", "reliability.svg"))
                .allSatisfy(file -> {
                    assertThat(AllowedFiles.isPublished(file)).isTrue();
                    assertThat(directory.resolve(file)).exists();
                });
    }

    @Test
    void shouldGiveTheFiguresThatAnAnnouncementCarries() {
        Map<String, Double> metrics = EvaluationMetrics.of(evaluation());

        assertThat(metrics)
                .containsEntry("gold.items", 200.0)
                .containsEntry("silver.rules.accuracy", 1.0)
                .containsEntry("gold.majority.accuracy", 0.25)
                .containsKeys("gold.accuracy", "gold.macro-f1", "gold.ece", "gold.joint.macro-f1");
    }

    @Test
    void shouldReadTheFiguresOfVersionsThatCallSilverHoldOut() {
        assertThat(EvaluationMetrics.current(Map.of("hold-out.rules.accuracy", 1.0, "gold.ece", 0.1)))
                .containsExactly(Map.entry("gold.ece", 0.1), Map.entry("silver.rules.accuracy", 1.0));
    }

    private static Evaluation evaluation() {
        Taxonomy taxonomy = new Taxonomy(
                NAMES.stream().map(name -> new Role(name, "A role.")).toList(), "Other");
        Simulation simulation = new Simulation(taxonomy, 1).withChampion(rightIn(0.7, 4));
        return simulation.evaluate(
                simulation.set(SetName.SILVER, 400, rightIn(1, 4), rightIn(0.8, 4)),
                simulation.set(SetName.GOLD, 200, rightIn(0.6, 4), rightIn(0.8, 4)));
    }

    private GateVerdict write(Evaluation evaluation) throws IOException {
        ModelFacts facts = new ModelFacts("roberta", "2", "1", "distil\"roberta\\base", "default@1", 900, 1, 7);
        GateVerdict verdict = new Gate(GateLimits.defaults()).judge(evaluation, true);
        EvaluationFiles.write(directory, facts, evaluation, verdict);
        return verdict;
    }

    private List<String> contents() throws IOException {
        List<String> contents = new ArrayList<>();
        try (var files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                contents.add(Files.readString(file));
            }
        }
        return contents;
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
