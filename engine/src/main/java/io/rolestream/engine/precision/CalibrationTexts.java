package io.rolestream.engine.precision;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The texts for comparing ways to compute: generated skill lists of many lengths, one per line. */
public final class CalibrationTexts {
    private static final String RESOURCE = "calibration.txt";

    private CalibrationTexts() {}

    public static List<String> read() {
        try (InputStream in = CalibrationTexts.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
