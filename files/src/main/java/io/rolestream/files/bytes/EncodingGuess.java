package io.rolestream.files.bytes;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * Guesses the encoding of text that is not UTF-8, from a sample.
 *
 * <p>Text that may be UTF-8 is never guessed at: a sample is only looked at if it has several invalid sequences, and
 * clearly more than valid ones, so that a few damaged rows are reported as such.
 */
public final class EncodingGuess {
    private static final int LEAST_INVALID = 3;
    private static final int INVALID_PER_VALID = 2;

    /**
     * What the detector names, and what it most likely is: it takes short Russian texts of Windows for those of a Mac.
     */
    private static final Map<String, String> USUAL =
            Map.of("GB2312", "GB18030", "GBK", "GB18030", "MACCYRILLIC", "windows-1251");

    private EncodingGuess() {}

    /** The encoding, or null if the text may be UTF-8 or nothing fits. */
    public static @Nullable Charset of(byte[] sample) {
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
            Charset charset = Charset.forName(USUAL.getOrDefault(name, name));
            return charset.name().startsWith("UTF-") || charset.name().equals("US-ASCII") ? null : charset;
        } catch (UnsupportedCharsetException | IllegalCharsetNameException e) {
            return null;
        }
    }
}
