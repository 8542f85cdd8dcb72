package io.rolestream.system.checks;

import io.rolestream.events.Resume;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * A resume's text that it is judged by, and the text's hash, written a second time from their description and not from
 * the code that the services share.
 */
public record ResumeText(String resumeId, String text, String hash) {
    private static final Pattern SPACE = Pattern.compile("[\\p{javaWhitespace}\\u00a0]+");
    private static final int HASH_BYTES = 16;

    /** Null where the record is no resume, or one that makes no sense under its key. */
    public static @Nullable ResumeText read(ConsumerRecord<byte[], byte[]> record, Deserializer<Resume> resumes) {
        Resume resume;
        try {
            resume = resumes.deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            return null;
        }
        if (resume == null) {
            throw new IllegalArgumentException("the checkers do not know forgotten resumes");
        }
        return of(record.key(), resume);
    }

    /** Null where the resume makes no sense under this key. */
    public static @Nullable ResumeText of(byte @Nullable [] key, Resume resume) {
        boolean named = !resume.getResumeId().isBlank() && Arrays.equals(key, bytes(resume.getResumeId()));
        if (!named) {
            return null;
        }
        String skills = resume.getSkills();
        if (skills != null && !collapsed(skills).isEmpty()) {
            return new ResumeText(resume.getResumeId(), skills, hash("skills", skills));
        }
        String text = resume.getText();
        return text == null || collapsed(text).isEmpty()
                ? null
                : new ResumeText(resume.getResumeId(), text, hash("text", text));
    }

    private static String hash(String field, String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((field + "\0" + collapsed(text)).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key of a resume's records. */
    public static byte[] bytes(String resumeId) {
        return resumeId.getBytes(StandardCharsets.UTF_8);
    }

    private static String collapsed(String text) {
        return SPACE.matcher(text).replaceAll(" ").strip();
    }
}
