package io.rolestream.engine.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.SmallFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The files beside a checkpoint that make it a model of sentence-transformers: written for a trained bi-encoder, and
 * listed for whoever copies one. {@link TextEmbedder} reads them.
 */
public final class SentenceFiles {
    private static final String SETTINGS = "config_sentence_transformers.json";
    private static final String POOLING = "1_Pooling";
    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9_]+");
    private static final int MAX_BYTES = 1 << 20;

    private SentenceFiles() {}

    /** The paths of these files in a checkpoint's directory, relative to it; none if it is no such model. */
    public static List<String> of(Path checkpoint) throws IOException {
        List<String> found = new ArrayList<>();
        Path modules = checkpoint.resolve(SentenceModules.FILE);
        if (!Files.exists(modules)) {
            return found;
        }
        for (String file : List.of(SentenceModules.FILE, SentenceModules.TRANSFORMER_FILE, SETTINGS)) {
            if (Files.isRegularFile(checkpoint.resolve(file))) {
                found.add(file);
            }
        }
        for (JsonNode module : new ObjectMapper().readTree(SmallFile.text(modules, MAX_BYTES))) {
            String folder = module.path("path").asText();
            if (FOLDER.matcher(folder).matches()
                    && Files.isRegularFile(checkpoint.resolve(folder).resolve("config.json"))) {
                found.add(folder + "/config.json");
            }
        }
        return found;
    }

    /**
     * How a model pools token vectors, by its files; the mean of all tokens where it has none.
     *
     * @throws io.rolestream.engine.safetensors.CheckpointException if a file is malformed, or asks for something
     *     unsupported
     */
    public static Pooling pooling(Path checkpoint) throws IOException {
        SentenceModules modules = SentenceModules.read(checkpoint);
        return modules == null ? Pooling.MEAN : modules.pooling();
    }

    /**
     * Writes them: a transformer, the pooling, vectors of length 1.
     *
     * @param width of the vectors
     * @param maxTokens where texts are cut
     */
    public static void write(Path checkpoint, Pooling pooling, int width, int maxTokens) throws IOException {
        ArrayNode modules = new ObjectMapper().createArrayNode();
        addModule(modules, "", "Transformer");
        addModule(modules, POOLING, "Pooling");
        addModule(modules, "2_Normalize", "Normalize");
        Files.writeString(checkpoint.resolve(SentenceModules.FILE), modules.toPrettyString() + "\n");
        ObjectNode transformer = JsonFiles.newObject();
        transformer.put("max_seq_length", maxTokens);
        transformer.put("do_lower_case", false);
        Files.write(checkpoint.resolve(SentenceModules.TRANSFORMER_FILE), JsonFiles.write(transformer));
        ObjectNode config = JsonFiles.newObject();
        config.put("word_embedding_dimension", width);
        config.put("pooling_mode_cls_token", pooling == Pooling.FIRST);
        config.put("pooling_mode_mean_tokens", pooling == Pooling.MEAN);
        config.put("pooling_mode_max_tokens", false);
        config.put("pooling_mode_mean_sqrt_len_tokens", false);
        Path folder = Files.createDirectories(checkpoint.resolve(POOLING));
        Files.write(folder.resolve("config.json"), JsonFiles.write(config));
        ObjectNode settings = JsonFiles.newObject();
        settings.put("similarity_fn_name", "cosine");
        settings.putObject("prompts");
        settings.putNull("default_prompt_name");
        Files.write(checkpoint.resolve(SETTINGS), JsonFiles.write(settings));
    }

    private static void addModule(ArrayNode modules, String path, String type) {
        int index = modules.size();
        modules.addObject()
                .put("idx", index)
                .put("name", Integer.toString(index))
                .put("path", path)
                .put("type", "sentence_transformers.models." + type);
    }
}
