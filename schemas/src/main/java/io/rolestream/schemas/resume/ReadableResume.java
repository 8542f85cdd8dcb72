package io.rolestream.schemas.resume;

import io.rolestream.schemas.reading.ContentHash;
import java.time.Instant;

/**
 * A resume that can be judged.
 *
 * @param resumeId not blank, equal to the record's key
 * @param judgedText the judged part of the resume, as the person wrote it; never blank
 * @param fromSkills whether the judged text is the skills alone
 * @param contentHash 32 lower-case hexadecimal digits, equal for texts that differ only in white space
 * @param submittedAt when the resume was submitted, with millisecond precision
 */
public record ReadableResume(
        String resumeId, String judgedText, boolean fromSkills, String contentHash, Instant submittedAt) {
    public ReadableResume {
        if (resumeId.isBlank() || judgedText.isBlank()) {
            throw new IllegalArgumentException("A readable resume has an id and a text");
        }
        ContentHash.require(contentHash);
    }

    /** Omits the text, which is personal. */
    @Override
    public String toString() {
        return "ReadableResume[resumeId=%s, chars=%d, fromSkills=%s, contentHash=%s, submittedAt=%s]"
                .formatted(resumeId, judgedText.length(), fromSkills, contentHash, submittedAt);
    }
}
