package io.rolestream.engine.training.alignment.ppo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.training.alignment.Rollout;
import io.rolestream.engine.training.alignment.SampledAnswer;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a round, as the policy drew them when the round began. A state in the middle of a round has them,
 * since the policy that drew them is gone. Not copied.
 *
 * @param number from 0
 * @param seed of the order of its minibatches
 * @param coefficient of the KL divergence in its rewards
 * @param scores one for each answer
 * @param values the critic's before each token, {@code [answers][tokens]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PpoRound(long number, long seed, double coefficient, List<Rollout> rollouts, double[] scores, float[][] values) {
    private static final String ROUND = "round";
    private static final String ANSWER = "round's answer ";

    /** The mean KL divergence of an answer, in nats. */
    double kl() {
        return rollouts.stream().mapToDouble(Rollout::kl).average().orElse(0);
    }

    double[][] valuesBefore() {
        return IntStream.range(0, values.length)
                .mapToObj(i -> IntStream.range(0, values[i].length)
                        .mapToDouble(t -> values[i][t])
                        .toArray())
                .toArray(double[][]::new);
    }

    /**
     * The answers of a minibatch. All of an epoch have each answer once; every epoch has an order of its own.
     *
     * @param answers how many there are
     * @param place of the minibatch in the epoch
     */
    static int[] minibatch(int answers, long seed, int epoch, int place, int minibatches) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, answers).boxed().toList());
        shuffle(order, seed + epoch);
        return order.subList(place * answers / minibatches, (place + 1) * answers / minibatches).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * Shuffles by a seed. {@link Random} begins almost the same for seeds that are near, so the seed is mixed first.
     */
    static void shuffle(List<?> list, long seed) {
        Collections.shuffle(list, new Random(new SplittableRandom(seed).nextLong()));
    }

    /** For a state: one note of the round, and one of each answer, so that no text becomes too long for it. */
    Map<String, String> toNotes() {
        Map<String, String> notes = new LinkedHashMap<>();
        ObjectNode round = JsonFiles.newObject();
        round.put("number", number).put("seed", seed).put("coefficient", coefficient);
        notes.put(ROUND, round.toString());
        for (int i = 0; i < scores.length; i++) {
            Rollout rollout = rollouts.get(i);
            ObjectNode answer = JsonFiles.newObject();
            put(answer, "prompt", rollout.answer().text().prompt());
            put(answer, "tokens", rollout.answer().text().answer());
            answer.put("ended", rollout.answer().ended()).put("score", scores[i]);
            put(answer, "logs", rollout.logs());
            put(answer, "reference", rollout.referenceLogs());
            put(answer, "entropies", rollout.entropies());
            put(answer, "values", values[i]);
            notes.put(ANSWER + i, answer.toString());
        }
        return notes;
    }

    private static void put(ObjectNode node, String name, int[] values) {
        ArrayNode array = node.putArray(name);
        for (int value : values) {
            array.add(value);
        }
    }

    private static void put(ObjectNode node, String name, float[] values) {
        ArrayNode array = node.putArray(name);
        for (float value : values) {
            array.add(value);
        }
    }

    /**
     * The round of a state, or null if it has none.
     *
     * @throws IOException if a note is damaged
     */
    static @Nullable PpoRound fromNotes(Map<String, String> notes) throws IOException {
        String note = notes.get(ROUND);
        if (note == null) {
            return null;
        }
        ObjectNode round = parsed(note);
        List<Rollout> rollouts = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        List<float[]> values = new ArrayList<>();
        for (String next = notes.get(ANSWER + 0); next != null; next = notes.get(ANSWER + scores.size())) {
            ObjectNode answer = parsed(next);
            AnsweredPrompt drawn = new AnsweredPrompt(integers(answer, "prompt"), integers(answer, "tokens"));
            rollouts.add(new Rollout(
                    new SampledAnswer(drawn, answer.path("ended").asBoolean()),
                    floats(answer, "logs"),
                    floats(answer, "reference"),
                    floats(answer, "entropies")));
            scores.add(answer.path("score").asDouble());
            values.add(floats(answer, "values"));
        }
        return new PpoRound(
                round.path("number").asLong(),
                round.path("seed").asLong(),
                round.path("coefficient").asDouble(),
                List.copyOf(rollouts),
                scores.stream().mapToDouble(Double::doubleValue).toArray(),
                values.toArray(float[][]::new));
    }

    private static ObjectNode parsed(String note) throws IOException {
        return JsonFiles.parse(note.getBytes(StandardCharsets.UTF_8));
    }

    private static int[] integers(JsonNode node, String name) {
        JsonNode array = node.path(name);
        return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
    }

    private static float[] floats(JsonNode node, String name) {
        JsonNode array = node.path(name);
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(array.get(i).asText());
        }
        return values;
    }
}
