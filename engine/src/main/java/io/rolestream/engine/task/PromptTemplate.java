package io.rolestream.engine.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The prompt that a generator was trained with, in which {@value #PLACE} stands for a resume. A generator answers well
 * only to the prompt that it knows, so a fine-tuned checkpoint has it in {@value #FILE}.
 */
public record PromptTemplate(String text) {
    public static final String FILE = "prompt_template.json";
    public static final String PLACE = "{resume}";

    /** A prompt for job descriptions, without any chat format. */
    public static final PromptTemplate DEFAULT = new PromptTemplate("Resume:\n" + PLACE + "\n\nJob description:\n");

    private static final String KEY = "template";
    private static final int MAX_BYTES = 1 << 20;

    /** @throws IllegalArgumentException if it does not have the place exactly once */
    public PromptTemplate {
        int at = text.indexOf(PLACE);
        if (at < 0 || text.indexOf(PLACE, at + 1) >= 0) {
            throw new IllegalArgumentException("a prompt needs " + PLACE + " once, where the resume is put");
        }
    }

    /** The prompt for a resume. */
    public String of(String resume) {
        return text.replace(PLACE, resume);
    }

    /**
     * The template of a checkpoint; null if it has none.
     *
     * @throws FileException if the file is malformed or cannot be read
     */
    public static @Nullable PromptTemplate read(Path checkpoint) throws FileException {
        Path file = checkpoint.resolve(FILE);
        if (!Files.exists(file)) {
            return null;
        }
        ObjectNode json = JsonFiles.read(file, MAX_BYTES);
        if (!json.path(KEY).isTextual()) {
            throw new FileException(file, "has no text " + KEY, null);
        }
        try {
            return new PromptTemplate(json.path(KEY).textValue());
        } catch (IllegalArgumentException e) {
            throw new FileException(file, String.valueOf(e.getMessage()), e);
        }
    }

    /** Writes it into a checkpoint's directory. */
    public void write(Path checkpoint) throws IOException {
        JsonFiles.replace(checkpoint.resolve(FILE), JsonFiles.newObject().put(KEY, text));
    }
}
