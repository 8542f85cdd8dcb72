package io.rolestream.engine.precision;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The texts on which ways to compute are compared: generated skill lists of many lengths, one per line. */
public final class CalibrationTexts {
    private static final String RESOURCE = "calibration.txt";

    private CalibrationTexts() {}

    /** All of them. */
    public static List<String> read() {
        try (InputStream in = CalibrationTexts.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not in the jar");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
