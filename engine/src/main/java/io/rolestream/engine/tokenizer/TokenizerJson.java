package io.rolestream.engine.tokenizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The content of Hugging Face's {@code tokenizer.json} (version 1.0) as maps and lists, for RoBERTa's and BERT's tokenizers. */
public final class TokenizerJson {
    private TokenizerJson() {}

    /**
     * A RoBERTa tokenizer: byte-level BPE, {@code <s> text </s>}.
     *
     * @param vocabulary the ids of the tokens; holds the special tokens
     * @param merges pairs of tokens with a space between them, the preferred first
     */
    public static Map<String, @Nullable Object> roberta(
            Map<String, Integer> vocabulary, List<String> merges, boolean addPrefixSpace) {
        return document(
                addedTokens(vocabulary, SpecialTokens.ALL, SpecialTokens.MASK),
                null,
                object(
                        "type",
                        "ByteLevel",
                        "add_prefix_space",
                        addPrefixSpace,
                        "trim_offsets",
                        true,
                        "use_regex",
                        true),
                object(
                        "type",
                        "RobertaProcessing",
                        "sep",
                        tokenAndId(SpecialTokens.END, vocabulary),
                        "cls",
                        tokenAndId(SpecialTokens.START, vocabulary),
                        "trim_offsets",
                        true,
                        "add_prefix_space",
                        addPrefixSpace),
                object("type", "ByteLevel", "add_prefix_space", true, "trim_offsets", true, "use_regex", true),
                object(
                        "type",
                        "BPE",
                        "dropout",
                        null,
                        "unk_token",
                        null,
                        "continuing_subword_prefix",
                        "",
                        "end_of_word_suffix",
                        "",
                        "fuse_unk",
                        false,
                        "byte_fallback",
                        false,
                        "ignore_merges",
                        false,
                        "vocab",
                        vocabulary,
                        "merges",
                        merges));
    }

    /**
     * A BERT tokenizer: WordPiece, {@code [CLS] text [SEP]}.
     *
     * @param lowerCase whether the model reads lower case without accents
     */
    static Map<String, @Nullable Object> bert(Map<String, Integer> vocabulary, boolean lowerCase) {
        return document(
                addedTokens(vocabulary, List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"), ""),
                object(
                        "type",
                        "BertNormalizer",
                        "clean_text",
                        true,
                        "handle_chinese_chars",
                        true,
                        "strip_accents",
                        null,
                        "lowercase",
                        lowerCase),
                object("type", "BertPreTokenizer"),
                object(
                        "type", "BertProcessing",
                        "sep", tokenAndId("[SEP]", vocabulary),
                        "cls", tokenAndId("[CLS]", vocabulary)),
                object("type", "WordPiece", "prefix", "##", "cleanup", true),
                object(
                        "type", "WordPiece",
                        "unk_token", "[UNK]",
                        "continuing_subword_prefix", "##",
                        "max_input_chars_per_word", 100,
                        "vocab", vocabulary));
    }

    private static Map<String, @Nullable Object> document(
            List<Object> addedTokens,
            @Nullable Object normalizer,
            Object preTokenizer,
            Object postProcessor,
            Object decoder,
            Object model) {
        return object(
                "version", "1.0",
                "truncation", null,
                "padding", null,
                "added_tokens", addedTokens,
                "normalizer", normalizer,
                "pre_tokenizer", preTokenizer,
                "post_processor", postProcessor,
                "decoder", decoder,
                "model", model);
    }

    private static List<Object> addedTokens(Map<String, Integer> vocabulary, List<String> special, String mask) {
        List<Object> added = new ArrayList<>();
        for (String token : special) {
            added.add(object(
                    "id", id(token, vocabulary),
                    "content", token,
                    "single_word", false,
                    "lstrip", token.equals(mask),
                    "rstrip", false,
                    "normalized", false,
                    "special", true));
        }
        return added;
    }

    private static List<Object> tokenAndId(String token, Map<String, Integer> vocabulary) {
        return List.of(token, id(token, vocabulary));
    }

    private static int id(String token, Map<String, Integer> vocabulary) {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw new IllegalArgumentException("the vocabulary has no " + token);
        }
        return id;
    }

    /** A JSON object of keys, each followed by its value. */
    private static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return object;
    }
}
