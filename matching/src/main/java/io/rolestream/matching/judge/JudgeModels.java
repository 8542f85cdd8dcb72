package io.rolestream.matching.judge;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.TextPair;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The scores of two reward models: of the one that a generator was aligned with, and of another, the judge, that it
 * never saw. Descriptions are masked and read as the recommender reads postings.
 */
public final class JudgeModels implements AutoCloseable {
    private final Profiler profiler;
    private final @Nullable PairScorer judge;
    private final @Nullable PairScorer reward;

    private JudgeModels(Profiler profiler, @Nullable PairScorer judge, @Nullable PairScorer reward) {
        this.profiler = profiler;
        this.judge = judge;
        this.reward = reward;
    }

    /**
     * Opens the models.
     *
     * @param judge a version's directory; null for none
     * @param reward likewise
     * @param warnings receives a sentence where the judge's independence of the reward model cannot be checked
     * @throws IllegalArgumentException if the judge is not independent of the reward model
     * @throws IOException if a directory holds no model with one label
     */
    public static JudgeModels open(
            RuleSet rules,
            @Nullable Path judge,
            @Nullable Path reward,
            InferenceOptions inference,
            Consumer<String> warnings)
            throws IOException {
        String doubt = judge == null ? null : JudgeIndependence.doubt(judge, reward);
        if (doubt != null) {
            warnings.accept(doubt);
        }
        PairScorer first = scorer(judge, inference);
        try {
            return new JudgeModels(
                    new Profiler(
                            rules,
                            SkillVocabulary.of(rules),
                            RankingSettings.defaults().belief()),
                    first,
                    scorer(reward, inference));
        } catch (IOException | RuntimeException e) {
            if (first != null) {
                first.close();
            }
            throw e;
        }
    }

    private static @Nullable PairScorer scorer(@Nullable Path model, InferenceOptions inference) throws IOException {
        if (model == null) {
            return null;
        }
        PairScorer scorer = PairScorer.open(CheckpointDirectory.open(model), inference);
        if (scorer.labels().size() != 1) {
            scorer.close();
            throw new IOException(
                    model + " is a model with " + scorer.labels().size() + " labels; a reward model has one");
        }
        return scorer;
    }

    /** Adds the models' scores to measures of the same descriptions, in their order. */
    public List<DescriptionMeasures> score(List<JudgedDescription> described, List<DescriptionMeasures> measures)
            throws InterruptedException {
        List<TextPair> pairs = described.stream().map(this::pair).toList();
        List<@Nullable Float> judged = scores(judge, pairs);
        List<@Nullable Float> rewarded = scores(reward, pairs);
        List<DescriptionMeasures> all = new ArrayList<>();
        for (int i = 0; i < measures.size(); i++) {
            all.add(measures.get(i).withScores(judged.get(i), rewarded.get(i)));
        }
        return all;
    }

    private TextPair pair(JudgedDescription described) {
        return new TextPair(
                EmbeddedText.of(profiler.of(described.resume(), RoleBelief.unknown())),
                EmbeddedText.of(profiler.ofDescription(described.description())));
    }

    private static List<@Nullable Float> scores(@Nullable PairScorer model, List<TextPair> pairs)
            throws InterruptedException {
        List<@Nullable Float> scores = new ArrayList<>();
        if (model == null) {
            pairs.forEach(pair -> scores.add(null));
        } else {
            model.score(pairs).forEach(prediction -> scores.add(prediction.score()));
        }
        return scores;
    }

    @Override
    public void close() {
        if (judge != null) {
            judge.close();
        }
        if (reward != null) {
            reward.close();
        }
    }
}
