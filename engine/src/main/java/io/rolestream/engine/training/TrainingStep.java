package io.rolestream.engine.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step of the optimizer.
 *
 * @param step its number, from 1
 * @param steps the number of all
 * @param loss the mean loss of its examples, before the step
 * @param gradientNorm the norm of all gradients together, before clipping
 * @param rate the learning rate
 * @param nanos duration
 */
public record TrainingStep(
        long step, long steps, double loss, double gradientNorm, double rate, int sequences, long tokens, long nanos) {
    public double tokensPerSecond() {
        return tokens * 1e9 / nanos;
    }

    /** @param name that the notes begin with */
    Map<String, String> toNotes(String name) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(name, Long.toString(step));
        notes.put(name + ": of", Long.toString(steps));
        notes.put(name + ": loss", Double.toString(loss));
        notes.put(name + ": norm", Double.toString(gradientNorm));
        notes.put(name + ": rate", Double.toString(rate));
        notes.put(name + ": sequences", Integer.toString(sequences));
        notes.put(name + ": tokens", Long.toString(tokens));
        notes.put(name + ": nanos", Long.toString(nanos));
        return notes;
    }

    static @Nullable TrainingStep fromNotes(String name, Map<String, String> notes) {
        String step = notes.get(name);
        if (step == null) {
            return null;
        }
        return new TrainingStep(
                Long.parseLong(step),
                Long.parseLong(notes.getOrDefault(name + ": of", "")),
                Double.parseDouble(notes.getOrDefault(name + ": loss", "")),
                Double.parseDouble(notes.getOrDefault(name + ": norm", "")),
                Double.parseDouble(notes.getOrDefault(name + ": rate", "")),
                Integer.parseInt(notes.getOrDefault(name + ": sequences", "")),
                Long.parseLong(notes.getOrDefault(name + ": tokens", "")),
                Long.parseLong(notes.getOrDefault(name + ": nanos", "")));
    }
}
