package io.rolestream.schemas.resume;

import io.rolestream.schemas.reading.ContentHash;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which part of a resume is judged. Where that part is blank, it is the other. */
public enum JudgedPart {
    SKILLS,
    TEXT,
    /** The skills, and the text below them. */
    BOTH;

    /** The values that {@link #parse} accepts, for messages. */
    public static final String ACCEPTED = "skills, text, both";

    /** @throws IllegalArgumentException if the name is none of {@link #ACCEPTED} */
    public static JudgedPart parse(String name) {
        return Arrays.stream(values())
                .filter(part -> part.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected " + ACCEPTED + ": " + name));
    }

    /** The part of a resume that is judged; null if both are blank. */
    @Nullable
    JudgedPart of(@Nullable String skills, @Nullable String text) {
        boolean hasSkills = ContentHash.isWritten(skills);
        boolean hasText = ContentHash.isWritten(text);
        if (hasSkills && hasText) {
            return this;
        }
        return hasSkills ? SKILLS : hasText ? TEXT : null;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
