package io.rolestream.matching.profile;

import io.rolestream.models.artifact.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The permanent split of resumes and postings. The hash of the text that models read puts a fifth of them on the side
 * of the test, whatever file they are in, and equal texts on the same side. The matcher, the reward and the generator
 * learn from none of these; studies and gates judge on them.
 */
public final class TextSplit {
    private static final int TEST_PERCENT = 20;
    private static final int HEX_DIGITS = 8;

    private TextSplit() {}

    /** Whether a resume or a posting is on the side of the test. */
    public static boolean isTest(Profile profile) {
        return percent(profile) < TEST_PERCENT;
    }

    /** Where the hash puts a text, 0 to 99; the test has those below {@value #TEST_PERCENT}. */
    public static int percent(Profile profile) {
        String hash = Sha256.of(EmbeddedText.of(profile).getBytes(StandardCharsets.UTF_8));
        return (int) (Integer.toUnsignedLong(HexFormat.fromHexDigits(hash, 0, HEX_DIGITS)) % 100);
    }
}
