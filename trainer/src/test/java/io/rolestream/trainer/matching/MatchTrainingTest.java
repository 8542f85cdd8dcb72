package io.rolestream.trainer.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.EmbeddingOptions;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.task.TextEmbedder;
import io.rolestream.engine.task.TextPair;
import io.rolestream.evaluation.ranking.RankingMeasure;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.matching.judge.JudgeIndependence;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.models.artifact.Manifest;
import io.rolestream.models.task.VersionTask;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.matching.sources.GeneratedMatches;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingMonitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchTrainingTest {
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    private static final MatchingData DATA = GeneratedMatches.of(120, 100, 3, 5);
    private static final InferenceOptions FP32 = InferenceOptions.defaults().withPrecision(Precision.FP32);

    private static Path base;
    /** Of one epoch. */
    private static MatchCandidate matcher;

    private final Path folder;

    MatchTrainingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void trainAMatcher(@TempDir Path shared) throws Exception {
        base = TinyModel.write(shared.resolve("base"), 1).path();
        matcher = made(request(DATA, 1), VersionTask.EMBEDDER, shared.resolve("work"));
    }

    private static MatchRequest request(MatchingData data, int epochs) {
        return request(data, epochs, MatchChampions.NONE);
    }

    private static MatchRequest request(MatchingData data, int epochs, MatchChampions champions) {
        return new MatchRequest(
                "1",
                RULES,
                data,
                champions,
                Map.of(),
                new MatchSettings(base.toString(), epochs, 16, 1e-3, 0.1, 1, 2, 64, 1, 1, Precision.FP32));
    }

    @Test
    void shouldMakeAMatcherThatTheEmbedderReads() throws Exception {
        assertThat(matcher.details().task()).isEqualTo(VersionTask.EMBEDDER);
        assertThat(matcher.verdict().forward().systems())
                .extracting(system -> system.name())
                .contains("trained", "BM25", "base");
        matcher.packaged().write(folder.resolve("version"));
        assertThat(Manifest.read(folder.resolve("version")).details().task()).isEqualTo(VersionTask.EMBEDDER);
        assertThat(folder.resolve("version/README.md"))
                .content()
                .contains("Jobs for resumes", "The gate's verdict", "(training-loss.svg)", "(training-scores.svg)");
        assertThat(folder.resolve("version/training-scores.svg")).content().contains("suiting job found");
        try (TextEmbedder embedder = TextEmbedder.open(
                CheckpointDirectory.open(folder.resolve("version")), FP32, new EmbeddingOptions(null, true))) {
            assertThat(embedder.embed(List.of("java")).get(0).vector()).hasSize(embedder.dimension());
        }
    }

    @Test
    @Tag("full")
    void shouldMakeARewardModelWithScoresAround0() throws Exception {
        MatchCandidate made = made(request(DATA, 1), VersionTask.RERANKER, folder.resolve("work"));

        assertThat(made.details()
                        .setup()
                        .recipe()
                        .path(JudgeIndependence.MATCHES)
                        .textValue())
                .isNotEmpty();
        assertThat(made.details().name()).isEqualTo(VersionTask.REWARD);
        assertThat(made.details().metrics())
                .containsKeys(
                        "reward.references.deviation",
                        "reward.held-out.references.mean",
                        "reward.test.ordinary.accuracy",
                        "reward.test.wrong-job-stuffed.accuracy.lower",
                        "reward.development.skills-listed.accuracy");
        assertThat(Objects.requireNonNull(made.details().metrics().get("reward.references.mean")))
                .isCloseTo(0, offset(1e-3));
        assertThat(made.checkpoint().path().resolve("README.md"))
                .content()
                .contains("### As a reward", "| only the resume's skills, repeated |", "(training-rate.svg)");
        MatchSplit split = MatchSplit.of(DATA, RULES);
        List<TextPair> references = MatchSplit.bests(split.train()).stream()
                .map(match -> new TextPair(EmbeddedText.of(split.resume(match)), EmbeddedText.of(split.job(match))))
                .toList();
        try (PairScorer scorer = PairScorer.open(made.checkpoint(), FP32)) {
            assertThat(scorer.labels()).containsExactly("relevance");
            double mean = scorer.score(references).stream()
                    .mapToDouble(Prediction::score)
                    .average()
                    .orElseThrow();
            assertThat(mean).isCloseTo(0, offset(1e-3));
        }
    }

    @Test
    @Tag("full")
    void shouldJudgeLaterAModelWhoseChecksWereStopped() throws Exception {
        AtomicBoolean judging = new AtomicBoolean();
        Set<TrainingMonitor.Stage> stages = EnumSet.noneOf(TrainingMonitor.Stage.class);
        TrainingMonitor monitor = new TrainingMonitor() {
            @Override
            public void stage(Stage stage, long examples) {
                judging.set(stage == Stage.JUDGING);
                stages.add(stage);
            }
        };

        Optional<MatchCandidate> stopped = MatchTraining.run(
                request(DATA, 1), VersionTask.RERANKER, folder.resolve("work"), monitor, judging::get);
        assertThat(stopped).isEmpty();
        assertThat(stages).contains(TrainingMonitor.Stage.FINE_TUNING);
        stages.clear();

        Optional<MatchCandidate> judged =
                MatchTraining.run(request(DATA, 1), VersionTask.RERANKER, folder.resolve("work"), monitor, () -> false);
        assertThat(judged).isPresent();
        assertThat(stages).doesNotContain(TrainingMonitor.Stage.FINE_TUNING);
    }

    @Test
    @Tag("full")
    void shouldContinueAStoppedTrainingToTheSameModel() throws Exception {
        MatchCandidate straight = made(request(DATA, 2), VersionTask.EMBEDDER, folder.resolve("straight"));
        AtomicInteger asked = new AtomicInteger();

        Optional<MatchCandidate> stopped = MatchTraining.run(
                request(DATA, 2),
                VersionTask.EMBEDDER,
                folder.resolve("work"),
                TrainingMonitor.NONE,
                () -> asked.incrementAndGet() > 4);
        MatchCandidate continued = made(request(DATA, 2), VersionTask.EMBEDDER, folder.resolve("work"));

        assertThat(stopped).isEmpty();
        assertThat(continued.checkpoint().path().resolve("model.safetensors"))
                .hasSameBinaryContentAs(straight.checkpoint().path().resolve("model.safetensors"));
    }

    /** Trained on matches that say the opposite of the truth, a model must not pass. */
    @Test
    @Tag("full")
    void shouldNotPassAModelThatIsNoBetter() throws Exception {
        MatchingData shuffled = new MatchingData(
                DATA.resumes(),
                DATA.jobs(),
                DATA.matches().stream()
                        .map(match -> new GradedMatch(
                                match.resumeId(),
                                match.jobId(),
                                Math.floorMod((match.resumeId() + match.jobId()).hashCode(), 2),
                                1))
                        .toList(),
                "noise",
                true);

        MatchCandidate made = made(request(shuffled, 1), VersionTask.EMBEDDER, folder.resolve("work"));

        assertThat(made.verdict().kind()).isEqualTo(VerdictKind.FAILED);
        assertThat(made.verdict().reasons()).anyMatch(reason -> reason.startsWith("not clearly better than "));
        assertThat(made.verdict()
                        .forward()
                        .systems()
                        .get(0)
                        .mean(RankingMeasure.NDCG_10)
                        .value())
                .isBetween(0.0, 1.0);
        assertThat(Files.readString(made.checkpoint().path().resolve("README.md")))
                .contains("**failed**");
    }

    @Test
    @Tag("full")
    void shouldNotPassAMatcherThatIsNoBetterThanTheChampion() throws Exception {
        MatchChampions champions = new MatchChampions(matcher.checkpoint().path(), null, "0");

        MatchCandidate made = made(request(DATA, 1, champions), VersionTask.EMBEDDER, folder);

        assertThat(made.verdict().kind()).isEqualTo(VerdictKind.FAILED);
        assertThat(made.verdict().reasons())
                .anyMatch(reason -> reason.startsWith("not clearly better than champion: "));
        assertThat(made.details().parent()).isEqualTo("0");
        assertThat(made.verdict().metrics()).containsKey("jobs-for-resumes.recommender-with-champion.ndcg_cut_10");
    }

    @Test
    @Tag("full")
    void shouldNotPassARewardModelThatIsNoBetterThanTheChampion() throws Exception {
        Path champion = made(request(DATA, 1), VersionTask.RERANKER, folder.resolve("champion"))
                .checkpoint()
                .path();
        MatchChampions champions = new MatchChampions(matcher.checkpoint().path(), champion, "0");

        MatchCandidate made = made(request(DATA, 1, champions), VersionTask.RERANKER, folder.resolve("candidate"));

        assertThat(made.verdict().rivals()).containsExactlyInAnyOrder("recommender", "champion");
        assertThat(made.verdict().kind()).isEqualTo(VerdictKind.FAILED);
    }

    private static MatchCandidate made(MatchRequest request, VersionTask task, Path work) throws Exception {
        return MatchTraining.run(request, task, work, TrainingMonitor.NONE, () -> false)
                .orElseThrow();
    }

    @Test
    void shouldSayHowManyMatchesAreMissing() {
        MatchingData few =
                new MatchingData(DATA.resumes(), DATA.jobs(), DATA.matches().subList(0, 10), "few", true);

        assertThatThrownBy(() -> MatchTraining.run(
                        request(few, 1),
                        VersionTask.EMBEDDER,
                        folder.resolve("work"),
                        TrainingMonitor.NONE,
                        () -> false))
                .isInstanceOf(TrainingImpossibleException.class)
                .hasMessageContaining("matches that suit can be learnt from, of 10")
                .hasMessageContaining("at least 20 are needed");
    }
}
