package io.rolestream.files.bytes;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * Guesses the encoding of text that is not UTF-8, from a sample.
 *
 * <p>Text that may be UTF-8 is never guessed at: a sample is only looked at if it has several invalid sequences, and
 * clearly more than valid ones, so that a few damaged rows are reported as such.
 */
final class EncodingGuess {

    private static final int LEAST_INVALID = 3;
    private static final int INVALID_PER_VALID = 2;

    private EncodingGuess() {}

    /** The encoding, or null if the text may be UTF-8 or nothing fits. */
    static @Nullable Charset of(byte[] sample) {
        TextCheck.Counts counts = TextCheck.count(sample);
        boolean isOther = counts.invalid() >= LEAST_INVALID && counts.invalid() > INVALID_PER_VALID * counts.valid();
        if (!isOther || counts.nulls() > 0 || counts.isBinary(sample.length)) {
            return null;
        }
        UniversalDetector detector = new UniversalDetector();
        detector.handleData(sample, 0, sample.length);
        detector.dataEnd();
        String name = detector.getDetectedCharset();
        if (name == null) {
            return null;
        }
        try {
            Charset charset = Charset.forName(name.startsWith("GB") ? "GB18030" : name);
            return charset.name().startsWith("UTF-") || charset.name().equals("US-ASCII") ? null : charset;
        } catch (UnsupportedCharsetException | IllegalCharsetNameException e) {
            return null;
        }
    }
}
