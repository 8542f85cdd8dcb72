package io.rolestream.trainer.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.trainer.run.Trigger.Reason;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training that has begun, with everything that must stay the same if it is killed and continued.
 *
 * @param champion the version to compare with, or null
 * @param offsets by {@code topic-partition}: up to where the stream was read (exclusive), including the commands, so
 *     that the announcement shows which of them it answers
 * @param answers texts with a person's answer
 * @param input the rules' votes
 */
public record TrainingJob(
        String version,
        Trigger trigger,
        @Nullable String champion,
        Map<String, Long> offsets,
        long examples,
        long answers,
        RoleShares input) {
    public TrainingJob {
        offsets = Map.copyOf(offsets);
    }

    public TrainingJob of(FrozenTexts.Summary texts) {
        return new TrainingJob(version, trigger, champion, offsets, texts.texts(), texts.answers(), texts.input());
    }

    ObjectNode json() {
        ObjectNode json = JsonFiles.newObject();
        json.put("version", version)
                .put("reason", trigger.reason().name())
                .put("sentence", trigger.sentence())
                .put("champion", champion)
                .put("examples", examples)
                .put("corrections", answers);
        ObjectNode offsetsJson = json.putObject("offsets");
        offsets.forEach(offsetsJson::put);
        ObjectNode inputJson = json.putObject("input");
        input.byRole().forEach(inputJson::put);
        return json;
    }

    /** @throws IllegalArgumentException if it is not what {@link #json} gives */
    public static TrainingJob of(ObjectNode json) {
        Map<String, Long> offsets = new HashMap<>();
        json.path("offsets")
                .properties()
                .forEach(entry -> offsets.put(entry.getKey(), entry.getValue().asLong()));
        Map<String, Double> input = new HashMap<>();
        json.path("input")
                .properties()
                .forEach(entry -> input.put(entry.getKey(), entry.getValue().asDouble()));
        return new TrainingJob(
                json.path("version").asText(),
                new Trigger(
                        Reason.valueOf(json.path("reason").asText()),
                        json.path("sentence").asText()),
                json.path("champion").isTextual() ? json.path("champion").asText() : null,
                offsets,
                json.path("examples").asLong(),
                json.path("corrections").asLong(),
                new RoleShares(input));
    }
}
