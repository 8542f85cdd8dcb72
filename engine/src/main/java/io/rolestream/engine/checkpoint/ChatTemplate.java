package io.rolestream.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.SmallFile;
import io.rolestream.common.text.Quoted;
import io.rolestream.engine.safetensors.CheckpointException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint's chat template makes of a message. Templates are programs in Jinja, and none is run: the usual
 * template of ChatML, as in SmolLM2 and Qwen2, is recognized by its text, and all others are refused.
 *
 * @param system the message that the template puts before those of a conversation without one, or null
 */
public record ChatTemplate(@Nullable String system) {
    private static final String KEY = "chat_template";
    private static final Path FILE = Path.of("chat_template.jinja");
    private static final String START = "<|im_start|>";
    private static final String END = "<|im_end|>";
    private static final int SHOWN = 80;

    /** In the form that {@link #plain} gives a template. */
    private static final Pattern CHAT_ML = Pattern.compile(statement("for message in messages")
            + "(?:"
            + statement("if loop\\.first and messages\\[0]" + field("role") + " != 'system'")
            + output("'<\\|im_start\\|>system\n(?<system>[^'\\\\{}]*)<\\|im_end\\|>\n'")
            + statement("endif")
            + ")?"
            + output("'<\\|im_start\\|>' \\+ message" + field("role") + " \\+ '\n' \\+ message" + field("content")
                    + " \\+ '<\\|im_end\\|>\n'")
            + statement("endfor")
            + statement("if add_generation_prompt")
            + output("'<\\|im_start\\|>assistant\n'")
            + statement("endif"));

    private static String statement(String code) {
        return "\\{% " + code + " %}";
    }

    private static String output(String code) {
        return "\\{\\{ " + code + " }}";
    }

    private static String field(String name) {
        return "(?:\\." + name + "|\\['" + name + "'])";
    }

    /**
     * Reads the template of a checkpoint: {@code chat_template.jinja}, or else {@code chat_template} in
     * {@code tokenizer_config.json}.
     *
     * @throws CheckpointException if there is none, or it has another form
     */
    public static ChatTemplate read(Path checkpoint) throws CheckpointException {
        Path file = checkpoint.resolve(FILE);
        if (!Files.exists(file)) {
            file = checkpoint.resolve(TokenizerSettings.FILE);
        }
        try {
            String template = Files.exists(file) ? template(file) : null;
            if (template == null) {
                throw new CheckpointException(
                        file, "has no " + KEY + ", so messages have no form of their own; give the whole prompt");
            }
            return of(template);
        } catch (FileException e) {
            throw CheckpointException.of(file, null, e);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, null, String.valueOf(e.getMessage()), e);
        }
    }

    /** A file can hold several templates by name; transformers then takes the one called default. */
    private static @Nullable String template(Path file) throws FileException {
        if (file.endsWith(FILE)) {
            return SmallFile.text(file, ModelConfig.MAX_BYTES);
        }
        JsonNode found = JsonFiles.read(file, ModelConfig.MAX_BYTES).path(KEY);
        for (JsonNode named : found.isArray() ? found : JsonFiles.newObject()) {
            if (named.path("name").asText().equals("default")) {
                found = named.path("template");
            }
        }
        return found.isTextual() ? found.textValue() : null;
    }

    /**
     * Recognizes a template.
     *
     * @throws IllegalArgumentException if it is another one
     */
    static ChatTemplate of(String template) {
        Matcher matcher = CHAT_ML.matcher(plain(template));
        if (!matcher.matches()) {
            String beginning = template.strip().lines().findFirst().orElse("");
            throw new IllegalArgumentException("its " + KEY + " is not the usual one of ChatML, and no other is"
                    + " supported (it begins with "
                    + Quoted.of(beginning.substring(0, Math.min(SHOWN, beginning.length())))
                    + "); write the prompt in its form instead");
        }
        return new ChatTemplate(matcher.group("system"));
    }

    /**
     * The same program without what Jinja drops as transformers sets it (blanks beside a minus, the indentation and the
     * end of a line with a statement), with one kind of quotes, and texts that are added to each other as one.
     */
    private static String plain(String template) {
        return template.replaceAll("\\s*\\{([%{])-", "{$1")
                .replaceAll("-([%}])}\\s*", "$1}")
                .replaceAll("(?m)^[ \t]+\\{%", "{%")
                .replaceAll("%}\n", "%}")
                .replaceAll("\\{([%{])\\s*", "{$1 ")
                .replaceAll("\\s*([%}])}", " $1}")
                .replace('"', '\'')
                .replace("\\n", "\n")
                .replaceAll("\\s*\\+\\s*'", " + '")
                .replaceAll("'\\s*\\+\\s*", "' + ")
                .replace("' + '", "")
                .replaceAll("\n\\z", "");
    }

    /**
     * The prompt whose answer is the assistant's to a user's message. What begins and ends messages has no meaning
     * within the text, so that it cannot end its own message or begin another.
     */
    public String prompt(String text) {
        String inert = text.replace(START, "< |im_start|>").replace(END, "< |im_end|>");
        return (system == null ? "" : START + "system\n" + system + END + "\n") + START + "user\n" + inert + END + "\n"
                + START + "assistant\n";
    }
}
