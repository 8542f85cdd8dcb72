package io.rolestream.trainer.service;

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
 * Decides whether to train. A command starts a training at once, other triggers only with enough examples and after the
 * pause. They count from the last training, even a failed one, so that the same examples are not trained on twice.
 */
record Triggers(TrainerSettings.Schedule schedule) {
    /**
     * The most pressing reason to train now.
     *
     * @param askedBy who requested a training that has not begun
     */
    Optional<Trigger> decide(Situation now, Optional<String> askedBy) {
        if (askedBy.isPresent()) {
            return trigger(Reason.COMMAND, "requested by %s", askedBy.get());
        }
        if (now.texts() < schedule.minExamples()) {
            return Optional.empty();
        }
        if (now.sinceTraining().isEmpty()) {
            return trigger(
                    Reason.FIRST, "this is the first training on the stream, and there are %,d examples", now.texts());
        }
        Situation.Age age = now.sinceTraining().get();
        return age.ended().compareTo(schedule.pause()) < 0 ? Optional.empty() : again(now, age);
    }

    private Optional<Trigger> again(Situation now, Situation.Age age) {
        if (schedule.afterCorrections() > 0 && now.newCorrections() >= schedule.afterCorrections()) {
            return trigger(
                    Reason.CORRECTIONS,
                    "about %,d corrections have come since the last training",
                    now.newCorrections());
        }
        if (schedule.drift().stabilityIndex() > 0
                && now.inputDrift().orElse(0) > schedule.drift().stabilityIndex()) {
            return trigger(
                    Reason.INPUT_DRIFT,
                    "the newest examples have other roles than those of the last training: population stability index %.3f",
                    now.inputDrift().getAsDouble());
        }
        if (schedule.drift().disagreementRise() > 0
                && now.disagreementRise().orElse(0) > schedule.drift().disagreementRise()) {
            return trigger(
                    Reason.DISAGREEMENT,
                    "rules and champion disagree on %.1f %% more of the newest labels than expected",
                    100 * now.disagreementRise().getAsDouble());
        }
        if (schedule.afterExamples() > 0 && now.newExamples() >= schedule.afterExamples()) {
            return trigger(Reason.EXAMPLES, "about %,d examples have come since the last training", now.newExamples());
        }
        boolean anythingNew = now.newExamples() + now.newCorrections() > 0;
        if (!schedule.every().isZero() && age.begun().compareTo(schedule.every()) >= 0 && anythingNew) {
            return trigger(
                    Reason.TIME,
                    "the last training began %s ago, and there are about %,d new examples and %,d new corrections",
                    DurationText.of(age.begun()),
                    now.newExamples(),
                    now.newCorrections());
        }
        return Optional.empty();
    }

    private static Optional<Trigger> trigger(Reason reason, String sentence, Object... numbers) {
        return Optional.of(new Trigger(reason, sentence.formatted(numbers)));
    }

    /** What the next training waits for, in a sentence. */
    String waitsFor(Situation now) {
        if (now.texts() < schedule.minExamples()) {
            return "%,d examples (%,d so far)".formatted(schedule.minExamples(), now.texts());
        }
        List<String> reasons = new ArrayList<>();
        if (schedule.afterExamples() > 0) {
            reasons.add("%,d new examples (about %,d so far)".formatted(schedule.afterExamples(), now.newExamples()));
        }
        if (schedule.afterCorrections() > 0) {
            reasons.add("%,d new corrections (about %,d so far)"
                    .formatted(schedule.afterCorrections(), now.newCorrections()));
        }
        if (!schedule.every().isZero() && now.sinceTraining().isPresent()) {
            Duration left = schedule.every().minus(now.sinceTraining().get().begun());
            reasons.add(left.isNegative() ? "new data" : "new data in " + DurationText.of(left));
        }
        if (schedule.drift().stabilityIndex() > 0 || schedule.drift().disagreementRise() > 0) {
            reasons.add("drift");
        }
        Duration paused = now.sinceTraining()
                .map(age -> schedule.pause().minus(age.ended()))
                .orElse(Duration.ZERO);
        if (paused.compareTo(Duration.ZERO) > 0 && !reasons.isEmpty()) {
            // In minutes, so that what is reported does not change with each second.
            long minutes = paused.plusSeconds(59).toMinutes();
            return "a command or, after a pause of up to %d min more, %s".formatted(minutes, anyOf(reasons));
        }
        reasons.add("a command");
        return anyOf(reasons);
    }

    private static String anyOf(List<String> reasons) {
        int last = reasons.size() - 1;
        return last == 0 ? reasons.get(0) : String.join(", ", reasons.subList(0, last)) + " or " + reasons.get(last);
    }
}
