package io.rolestream.benchmarks.recipe;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A trained model's answers for each text with a known role, in the order of their hashes.
 *
 * @param rules the rules' roles, with the weights of the training
 * @param model the model's
 * @param joint those of both together
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DevAnswers(int[] rules, int[] model, int[] joint, double temperature, double coefficient) {
    private static final ObjectMapper JSON = new ObjectMapper();

    void write(Path file) throws IOException {
        Files.write(file, JSON.writeValueAsBytes(this));
    }

    static DevAnswers read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), DevAnswers.class);
    }
}
