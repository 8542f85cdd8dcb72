package io.rolestream.trainer.study.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** What scikit-learn computes, see {@code tools/study_golden.py}. */
public final class GoldenStudy {
    private GoldenStudy() {}

    public static JsonNode read() {
        try (InputStream in = Objects.requireNonNull(GoldenStudy.class.getResourceAsStream("golden.json"))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static int[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }
}
