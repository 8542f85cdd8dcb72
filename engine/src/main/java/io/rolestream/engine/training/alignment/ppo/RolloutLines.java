package io.rolestream.engine.training.alignment.ppo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.training.alignment.RatedAnswer;
import io.rolestream.engine.training.alignment.Rollout;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lines of JSON from which all that PPO computes can be recomputed: the settings, each round's answers with what is
 * computed of their tokens, and each update. Arrays are {@code [answers][longest]}, 0 where their mask is 0. A resumed
 * training writes the settings and the round it is in again, and a repeated update.
 */
final class RolloutLines {
    private final PpoSettings settings;
    private final Consumer<String> lines;

    /** @param ends the tokens that end an answer */
    RolloutLines(PpoSettings settings, Collection<Integer> ends, Consumer<String> lines) {
        this.settings = settings;
        this.lines = lines;
        ObjectNode line = JsonFiles.newObject();
        line.put("kind", "settings");
        line.put("gamma", settings.estimator().gamma());
        line.put("lambda", settings.estimator().lambda());
        line.put("clip", settings.clip());
        line.put("value_clip", settings.values().clip());
        line.put("value_weight", settings.values().weight());
        line.put("kl_coefficient", settings.coefficient().value());
        line.put("minibatches", settings.minibatches()).put("epochs", settings.epochs());
        line.put("temperature", settings.sampling().temperature());
        line.put("score_without_end", settings.sampling().withoutEnd());
        line.put("max_tokens", settings.sampling().maxTokens());
        ends.forEach(line.putArray("ends")::add);
        if (settings.coefficient() instanceof KlCoefficient.Adaptive adaptive) {
            line.put("kl_target", adaptive.target()).put("kl_gain", adaptive.gain());
        }
        lines.accept(line.toString());
    }

    void round(PpoRound round, PpoTargets targets) {
        List<Rollout> rollouts = round.rollouts();
        int width = rollouts.stream().mapToInt(Rollout::tokens).max().orElse(0);
        ObjectNode line = JsonFiles.newObject();
        line.put("kind", "round").put("round", round.number()).put("kl_coefficient", round.coefficient());
        line.put("kl", round.kl());
        put(line, "prompts", rollouts, one -> doubles(one.answer().text().prompt()), true, 0);
        put(line, "tokens", rollouts, one -> doubles(one.answer().text().answer()), true, 0);
        ArrayNode ended = line.putArray("ended");
        rollouts.forEach(one -> ended.add(one.answer().ended()));
        ArrayNode scores = line.putArray("scores");
        Arrays.stream(round.scores()).forEach(scores::add);
        put(line, "log_mask", rollouts, one -> ones(one.tokens()), true, width);
        put(line, "value_mask", Arrays.asList(round.values()), one -> ones(one.length), true, width);
        put(line, "logs", rollouts, one -> doubles(one.logs()), false, width);
        put(line, "reference_logs", rollouts, one -> doubles(one.referenceLogs()), false, width);
        put(line, "entropies", rollouts, one -> doubles(one.entropies()), false, width);
        put(line, "values", Arrays.asList(round.valuesBefore()), one -> one, false, width);
        put(line, "rewards", Arrays.asList(targets.rewards()), one -> one, false, width);
        put(line, "advantages", Arrays.asList(targets.advantages()), one -> one, false, width);
        put(line, "returns", Arrays.asList(targets.returns()), one -> one, false, width);
        put(line, "whitened", targets.answers(), RatedAnswer::advantages, false, width);
        lines.accept(line.toString());
    }

    void update(PpoUpdate update, PpoBatch.Losses losses) {
        ObjectNode line = JsonFiles.newObject();
        line.put("kind", "update");
        line.setAll(update.metrics().toNode());
        line.put("round", update.round()).put("epoch", update.epoch());
        ArrayNode answers = line.putArray("answers");
        Arrays.stream(losses.answers()).forEach(answers::add);
        int width = losses.logs()[0].length;
        List<Integer> lengths = Arrays.stream(losses.mask().lengths()).boxed().toList();
        put(line, "log_mask", lengths, RolloutLines::ones, true, width);
        put(line, "value_mask", lengths, RolloutLines::ones, true, width);
        put(line, "logs", Arrays.asList(losses.logs()), one -> one, false, width);
        put(line, "values", Arrays.asList(losses.values()), one -> one, false, width);
        line.put("policy_loss", update.policyLoss()).put("value_loss", update.valueLoss());
        line.put("value_clip_fraction", update.valueClipFraction());
        lines.accept(line.toString());
    }

    /** Numbers of an answer. */
    @FunctionalInterface
    private interface Numbers<T> {
        double[] of(T answer);
    }

    private static <T> void put(
            ObjectNode line, String name, List<T> answers, Numbers<T> numbers, boolean whole, int width) {
        ArrayNode rows = line.putArray(name);
        for (T answer : answers) {
            double[] values = numbers.of(answer);
            ArrayNode row = rows.addArray();
            for (int t = 0; t < Math.max(width, values.length); t++) {
                double value = t < values.length ? values[t] : 0;
                if (whole) {
                    row.add((int) value);
                } else {
                    row.add(value);
                }
            }
        }
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double[] doubles(int[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    private static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }
}
