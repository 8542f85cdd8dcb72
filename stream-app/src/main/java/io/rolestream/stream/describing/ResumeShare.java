package io.rolestream.stream.describing;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * The share of resumes that are described. Whether a resume is in it follows from its id alone, so that a changed or
 * repeated resume stays in or out, in every process; a greater share includes all of a smaller one.
 *
 * @param share 0 for none, 1 for all
 */
record ResumeShare(double share) {
    private static final double VALUES = 1L << 32;

    boolean includes(String resumeId) {
        long hash = Integer.toUnsignedLong(Utils.murmur2(resumeId.getBytes(StandardCharsets.UTF_8)));
        return hash / VALUES < share;
    }
}
