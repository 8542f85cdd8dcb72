package io.rolestream.dashboard.labels;

import io.rolestream.dashboard.labels.CheckedSample.Tally;
import io.rolestream.evaluation.report.MeasuredScore;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.evaluation.significance.Wilson;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.AnnouncedVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often labels are right, by the judgement that is worth most: people's answers on resumes drawn at random, else
 * their answers on picked resumes, else agreement with the rules, which is no accuracy. Judgements of different kinds
 * are never mixed.
 */
public final class Accuracy {
    private static final String JOINT = "joint";

    private Accuracy() {}

    /** Who judged what. */
    public enum Judge {
        /** People, of labels of the stream that were drawn at random. */
        PEOPLE_ON_LABELS,
        /** People, on texts drawn at random; the champion was evaluated on them. */
        PEOPLE_AT_RANDOM,
        /** People, on texts picked as doubtful; the champion was evaluated on them. */
        PEOPLE_ON_PICKED,
        /** The rules, on texts that the champion was not trained on: how well it repeats them. */
        RULES
    }

    /**
     * A share of right answers.
     *
     * @param joint whether rules and model together were judged; otherwise the model alone or, by
     *     {@link Judge#PEOPLE_ON_LABELS}, whatever decided the labels
     * @param share 0 to 1
     * @param lower of the 95 % interval; null, as {@code upper}, if unknown
     * @param items texts; null if unknown
     * @param version the champion that was judged; null without one
     * @param reviewers names of some who answered; empty if unknown
     */
    public record Judgement(
            Judge judge,
            boolean joint,
            double share,
            @Nullable Double lower,
            @Nullable Double upper,
            @Nullable Long items,
            @Nullable String version,
            Set<String> reviewers) {}

    /**
     * What is known, the most telling first.
     *
     * @param judgements empty if nothing was measured
     */
    public record AccuracyPart(List<Judgement> judgements) {}

    /** @param policy the decision policy of labels, in its written form */
    static AccuracyPart of(Tally tally, @Nullable ModelVersion champion, String policy) {
        List<Judgement> known = new ArrayList<>();
        Judgement onLabels = tally.checked() == 0 ? null : onLabels(tally, champion);
        Judgement atRandom = champion == null ? null : of(champion, SetName.GOLD_RANDOM_SLICE, policy);
        if (onLabels != null) {
            known.add(onLabels);
        }
        if (atRandom != null) {
            // The same people answered: the larger number of answers tells more.
            boolean fewer = atRandom.items() == null || atRandom.items() < tally.checked();
            known.add(fewer ? known.size() : 0, atRandom);
        }
        if (champion != null) {
            for (SetName set : List.of(SetName.GOLD, SetName.SILVER)) {
                Judgement judgement = of(champion, set, policy);
                if (judgement != null) {
                    known.add(judgement);
                }
            }
        }
        return new AccuracyPart(known);
    }

    private static Judgement onLabels(Tally tally, @Nullable ModelVersion champion) {
        Estimate share = Wilson.interval(tally.right(), tally.checked());
        return new Judgement(
                Judge.PEOPLE_ON_LABELS,
                false,
                share.value(),
                share.lower(),
                share.upper(),
                (long) tally.checked(),
                champion == null ? null : champion.getVersion(),
                tally.reviewers());
    }

    private static @Nullable Judgement of(ModelVersion champion, SetName set, String policy) {
        Map<String, Double> metrics = AnnouncedVerdict.metrics(champion);
        // The rules' own labels do not tell how well rules and model decide together.
        boolean wantsJoint = policy.startsWith(JOINT) && set.labelledByPeople();
        MeasuredScore joint = wantsJoint ? MeasuredScore.of(metrics, set, "joint.accuracy") : null;
        MeasuredScore score = joint == null ? MeasuredScore.of(metrics, set, "accuracy") : joint;
        return score == null
                ? null
                : new Judgement(
                        switch (set) {
                            case GOLD_RANDOM_SLICE -> Judge.PEOPLE_AT_RANDOM;
                            case GOLD -> Judge.PEOPLE_ON_PICKED;
                            case SILVER -> Judge.RULES;
                        },
                        joint != null,
                        score.value(),
                        score.lower(),
                        score.upper(),
                        score.items(),
                        champion.getVersion(),
                        Set.of());
    }
}
