package io.rolestream.cli.options;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.engine.checkpoint.ChatTemplate;
import io.rolestream.engine.safetensors.CheckpointException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a text becomes a prompt. */
public final class PromptOptions {
    private static final String PLACE = "{text}";

    @Option(
            names = "--template",
            paramLabel = "TEXT",
            description = "The prompt, with " + PLACE + " in place of the text (default the text alone).",
            order = 3)
    private @Nullable String template;

    @Option(
            names = "--chat",
            description = "Makes the prompt a user's message, as the checkpoint's chat template does. Only ChatML's"
                    + " template (SmolLM2, Qwen2) is supported.",
            order = 4)
    private boolean chat;

    /**
     * What makes a prompt of a text.
     *
     * @throws ConfigurationException if the template has no place for the text
     * @throws CheckpointException if a chat template is wanted and the checkpoint has none, or an unsupported one
     */
    public UnaryOperator<String> load(Path checkpoint) throws CheckpointException {
        String given = template == null ? PLACE : template;
        if (!given.contains(PLACE)) {
            throw new ConfigurationException("--template must contain " + PLACE + ", where the text is put");
        }
        ChatTemplate message = chat ? ChatTemplate.read(checkpoint) : null;
        return text -> {
            String prompt = given.replace(PLACE, text);
            return message == null ? prompt : message.prompt(prompt);
        };
    }
}
