package io.rolestream.trainer.matching.service;

import io.rolestream.common.text.DurationText;
import io.rolestream.trainer.TrainerSettings;
import io.rolestream.trainer.run.Situation;
import io.rolestream.trainer.run.Trigger;
import io.rolestream.trainer.run.Trigger.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether to train one of the recommender's models, by its pairs of a resume and a job that suits. They count
 * from the last training, even a failed one, so that the same pairs are not trained on twice.
 *
 * @param pause minimum time since the end of the last training
 */
record MatchTriggers(TrainerSettings.Matching schedule, Duration pause) {
    /**
     * The facts for deciding whether to train.
     *
     * @param pairs of a resume and a job that suits
     * @param newPairs since the last training
     * @param sinceTraining empty before the first training, even a failed one
     */
    record Facts(long pairs, long newPairs, Optional<Situation.Age> sinceTraining) {}

    /**
     * The most pressing reason to train now.
     *
     * @param askedBy who requested a training that has not begun
     */
    Optional<Trigger> decide(Facts now, Optional<String> askedBy) {
        if (askedBy.isPresent()) {
            return trigger(Reason.COMMAND, "requested by %s", askedBy.get());
        }
        if (now.pairs() < schedule.minPairs()) {
            return Optional.empty();
        }
        if (now.sinceTraining().isEmpty()) {
            return trigger(
                    Reason.FIRST,
                    "this is the first training on the stream, and there are %,d pairs that suit",
                    now.pairs());
        }
        Situation.Age age = now.sinceTraining().get();
        if (age.ended().compareTo(pause) < 0) {
            return Optional.empty();
        }
        if (schedule.afterPairs() > 0 && now.newPairs() >= schedule.afterPairs()) {
            return trigger(Reason.EXAMPLES, "%,d pairs that suit have come since the last training", now.newPairs());
        }
        if (!schedule.every().isZero() && age.begun().compareTo(schedule.every()) >= 0 && now.newPairs() > 0) {
            return trigger(
                    Reason.TIME,
                    "the last training began %s ago, and there are %,d new pairs that suit",
                    DurationText.of(age.begun()),
                    now.newPairs());
        }
        return Optional.empty();
    }

    private static Optional<Trigger> trigger(Reason reason, String sentence, Object... numbers) {
        return Optional.of(new Trigger(reason, sentence.formatted(numbers)));
    }

    /**
     * What the next training waits for, in a sentence.
     *
     * @param stopped whether it has begun, and had to make room for another
     * @param alone whether no other training runs
     */
    String waitsFor(Facts now, boolean stopped, boolean alone) {
        if (!alone && (stopped || decide(now, Optional.empty()).isPresent())) {
            return Trigger.WAITS_FOR_ANOTHER;
        }
        if (now.pairs() < schedule.minPairs()) {
            return "%,d pairs that suit (%,d so far) or a command".formatted(schedule.minPairs(), now.pairs());
        }
        if (now.sinceTraining().isEmpty()) {
            return "the topics' records to be accumulated";
        }
        Situation.Age age = now.sinceTraining().get();
        List<String> reasons = new ArrayList<>();
        if (schedule.afterPairs() > 0) {
            reasons.add("%,d new pairs that suit (%,d so far)".formatted(schedule.afterPairs(), now.newPairs()));
        }
        if (!schedule.every().isZero()) {
            Duration left = schedule.every().minus(age.begun());
            reasons.add(left.isNegative() ? "a new pair" : "a new pair in " + DurationText.of(left));
        }
        reasons.add("a command");
        return String.join(" or ", reasons);
    }
}
