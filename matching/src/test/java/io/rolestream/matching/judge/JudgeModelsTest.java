package io.rolestream.matching.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.models.artifact.TrainingData;
import io.rolestream.models.artifact.TrainingSetup;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VersionPackage;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.models.task.TestedModel;
import io.rolestream.models.task.VersionTask;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeModelsTest {
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    private static final InferenceOptions FP32 = InferenceOptions.defaults().withPrecision(Precision.FP32);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final List<String> warnings = new ArrayList<>();

    private Path model(String name, long seed) throws Exception {
        return model(name, seed, new TrainingSetup(TrainingSetup.unknown().recipe(), seed, "test"));
    }

    private Path trainedOn(String matches, String name, long seed) throws Exception {
        TrainingSetup setup = new TrainingSetup(
                TrainingSetup.unknown().recipe().put(JudgeIndependence.MATCHES, matches), seed, "test");
        return model(name, seed, setup);
    }

    private Path model(String name, long seed, TrainingSetup setup) throws Exception {
        CheckpointDirectory checkpoint =
                TinyModel.write(directory.resolve(name + "-checkpoint"), List.of("relevance"), seed, null);
        VersionDetails details = new VersionDetails(
                VersionTask.REWARD,
                name,
                null,
                "tiny",
                new TrainingData(RULES.version(), 1, 0, Map.of()),
                setup,
                VoteParameters.DEFAULT,
                Map.of(),
                StatedVerdict.NONE,
                VersionTask.RERANKER);
        Path version = directory.resolve(name);
        try (TestedModel opened = TestedModel.open(VersionTask.RERANKER, checkpoint, SmokeTest.options(), null)) {
            VersionPackage.of(checkpoint, details, SmokeTest.of(opened)).write(version);
        }
        return version;
    }

    @Test
    void shouldScoreWithTheJudgeAndTheRewardModel() throws Exception {
        JudgedDescription one =
                new JudgedDescription(new Candidate("r", "java, spring", null, null), null, "We need Java and Spring.");
        List<JudgedDescription> described = List.of(one, one.with("Splunk"));
        DescriptionJudge rules = new DescriptionJudge(RULES);
        List<DescriptionMeasures> measures =
                described.stream().map(rules::judge).toList();
        Path judge = model("judge", 2);

        List<DescriptionMeasures> both;
        try (JudgeModels models = JudgeModels.open(RULES, judge, model("reward", 1), FP32, warnings::add)) {
            both = models.score(described, measures);
        }
        List<DescriptionMeasures> turned;
        try (JudgeModels models = JudgeModels.open(RULES, null, judge, FP32, warnings::add)) {
            turned = models.score(described, measures);
        }

        assertThat(both.get(0).judge())
                .isNotEqualTo(both.get(1).judge())
                .isNotEqualTo(both.get(0).reward());
        assertThat(turned.get(0).judge()).isNull();
        assertThat(Objects.requireNonNull(turned.get(0).reward()))
                .isCloseTo(Objects.requireNonNull(both.get(0).judge()), offset(1e-5f));
        assertThat(warnings).singleElement().asString().contains("does not record which matches");
        assertThat(both.get(0).skillF1()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAJudgeOfTheRewardsMatches() throws Exception {
        Path judge = trainedOn("a1", "judge", 1);
        Path reward = trainedOn("a1", "reward", 2);

        assertThatThrownBy(() -> JudgeIndependence.doubt(judge, reward))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("were both trained on the same matches");
        assertThat(JudgeIndependence.doubt(judge, trainedOn("b2", "other", 2))).isNull();
    }

    @Test
    void shouldSayWhereIndependenceCannotBeChecked() throws Exception {
        Path judge = trainedOn("a1", "judge", 0);
        Path elsewhere = model("elsewhere", 0, TrainingSetup.unknown());

        assertThat(JudgeIndependence.doubt(judge, null)).contains("give --reward");
        assertThat(JudgeIndependence.doubt(judge, elsewhere)).contains("does not record how it was trained");
        assertThat(JudgeIndependence.doubt(judge, model("old", 2))).contains("does not record which matches");
    }

    @Test
    void shouldRefuseAJudgeOfTheRewardsSeed() throws Exception {
        Path judge = model("judge", 1);
        Path reward = model("reward", 1);

        assertThatThrownBy(() -> JudgeModels.open(RULES, judge, reward, FP32, warnings::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("were both trained with the seed 1; train a judge with another --seed");
        assertThatThrownBy(() -> JudgeModels.open(RULES, judge, judge, FP32, warnings::add))
                .hasMessageContaining("the judge is the reward model itself");
    }
}
