package io.rolestream.files.write;

import io.rolestream.engine.task.GeneratedText;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Writes generated texts, one JSON object on each line. */
public final class AnswerWriter extends JsonLines {
    public AnswerWriter(Writer out) {
        super(out);
    }

    /**
     * Writes the text, the number of its tokens, the natural logarithm of its probability (the sum over its tokens),
     * whether it ended before the greatest length, and whether some of the prompt was cut.
     *
     * @param id of the prompt, or null
     */
    public void write(@Nullable String id, GeneratedText answer) {
        double sum = 0;
        for (float log : answer.logProbabilities()) {
            sum += log;
        }
        double logProbability = sum;
        write(json -> {
            if (id != null) {
                json.writeStringField("id", id);
            }
            json.writeStringField("text", answer.text());
            json.writeNumberField("tokens", answer.tokens().length);
            json.writeNumberField("logProbability", (float) logProbability);
            json.writeBooleanField("ended", answer.ended());
            json.writeBooleanField("cut", answer.cut());
        });
    }
}
