package io.rolestream.engine.tokenizer.bpe;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.rolestream.engine.tokenizer.SpecialTokens;
import io.rolestream.engine.tokenizer.TokenizerFormat;
import io.rolestream.engine.tokenizer.TokenizerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a vocabulary as the tokenizer files of a Hugging Face checkpoint: {@code tokenizer.json}, {@code vocab.json}
 * and {@code merges.txt} for older readers, and {@code tokenizer_config.json} and {@code special_tokens_map.json}, by
 * which {@code AutoTokenizer} recognises RoBERTa's tokenizer.
 */
public final class TokenizerWriter {
    private static final ObjectWriter JSON =
            new ObjectMapper().writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private TokenizerWriter() {}

    /**
     * Writes all files into a directory, creating it if needed and replacing existing files.
     *
     * @param maxTokens the model's longest sequence, special tokens included
     */
    public static void write(BpeVocabulary vocabulary, int maxTokens, Path directory) throws IOException {
        Map<String, Integer> ids = ids(vocabulary.tokens());
        List<String> merges =
                vocabulary.merges().stream().map(BpeVocabulary.Merge::toString).toList();
        Files.createDirectories(directory);
        write(ids, directory.resolve("vocab.json"));
        Files.writeString(directory.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", merges) + "\n");
        write(specialTokens(mask()), directory.resolve("special_tokens_map.json"));
        write(config(vocabulary.addPrefixSpace(), maxTokens), directory.resolve("tokenizer_config.json"));
        write(
                TokenizerJson.roberta(ids, merges, vocabulary.addPrefixSpace()),
                directory.resolve(TokenizerFormat.TOKENIZER_JSON));
    }

    private static Map<String, Integer> ids(List<String> tokens) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            ids.put(tokens.get(id), id);
        }
        return ids;
    }

    private static Map<String, ?> config(boolean addPrefixSpace, int maxTokens) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("tokenizer_class", "RobertaTokenizer");
        config.put("model_max_length", maxTokens);
        config.put("add_prefix_space", addPrefixSpace);
        config.put("trim_offsets", true);
        config.put("errors", "replace");
        config.put("clean_up_tokenization_spaces", false);
        config.putAll(specialTokens(typedMask()));
        return config;
    }

    private static Map<String, Object> specialTokens(Map<String, ?> mask) {
        Map<String, Object> tokens = new LinkedHashMap<>();
        tokens.put("bos_token", SpecialTokens.START);
        tokens.put("cls_token", SpecialTokens.START);
        tokens.put("eos_token", SpecialTokens.END);
        tokens.put("sep_token", SpecialTokens.END);
        tokens.put("pad_token", SpecialTokens.PADDING);
        tokens.put("unk_token", SpecialTokens.UNKNOWN);
        tokens.put("mask_token", mask);
        return tokens;
    }

    /** The mask absorbs the space before it. */
    private static Map<String, Object> mask() {
        Map<String, Object> mask = new LinkedHashMap<>();
        mask.put("content", SpecialTokens.MASK);
        mask.put("lstrip", true);
        mask.put("normalized", false);
        mask.put("rstrip", false);
        mask.put("single_word", false);
        return mask;
    }

    private static Map<String, Object> typedMask() {
        Map<String, Object> mask = new LinkedHashMap<>();
        mask.put("__type", "AddedToken");
        mask.putAll(mask());
        return mask;
    }

    private static void write(Object content, Path file) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(content) + "\n");
    }
}
