package io.rolestream.engine.checkpoint;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.safetensors.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The tokenizer of a checkpoint.
 *
 * @param files those that define it, and the optional ones that exist
 */
public record TokenizerFiles(Kind kind, List<Path> files) {
    /** The forms of a tokenizer, the preferred first. */
    public enum Kind {
        TOKENIZER_JSON(List.of("tokenizer.json")),
        /** RoBERTa's. */
        BYTE_LEVEL_BPE(List.of("vocab.json", "merges.txt")),
        /** BERT's. */
        WORDPIECE(List.of("vocab.txt"));

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> required;

        Kind(List<String> required) {
            this.required = required;
        }

        public List<String> required() {
            return required;
        }
    }

    /** Optional files. */
    public static final List<String> ALONG =
            List.of("tokenizer_config.json", "special_tokens_map.json", "added_tokens.json");

    /** The files of SentencePiece: T5's, DeBERTa's, and XLM-RoBERTa's. */
    private static final List<String> SENTENCE_PIECE = List.of("spiece.model", "spm.model", "sentencepiece.bpe.model");

    public TokenizerFiles {
        files = List.copyOf(files);
        List<String> names =
                files.stream().map(f -> String.valueOf(f.getFileName())).toList();
        if (!names.containsAll(kind.required())) {
            throw new IllegalArgumentException(kind + " needs " + kind.required() + ", not " + names);
        }
    }

    /** @throws CheckpointException if the directory has no tokenizer of a known kind */
    public static TokenizerFiles in(Path directory) throws CheckpointException {
        for (Kind kind : Kind.values()) {
            if (kind.required().stream().allMatch(name -> Files.isRegularFile(directory.resolve(name)))) {
                return new TokenizerFiles(
                        kind,
                        Stream.concat(kind.required().stream(), ALONG.stream())
                                .map(directory::resolve)
                                .filter(Files::isRegularFile)
                                .toList());
            }
        }
        throw new CheckpointException(
                directory, missing(name -> Files.exists(directory.resolve(name)), directory.toString()));
    }

    /**
     * Says what is missing and, if there is a bare SentencePiece model, what to do about it.
     *
     * @param there whether a file exists
     * @param directory where the model is, or a name that stands for it
     */
    public static String missing(Predicate<String> there, String directory) {
        String none = "has no tokenizer: no tokenizer.json, no vocab.json with merges.txt, no vocab.txt";
        return SENTENCE_PIECE.stream()
                .filter(there)
                .findFirst()
                .map(model -> none + "; a bare " + model + " is not read, but Python's transformers (with sentencepiece"
                        + " and protobuf installed) makes a tokenizer.json of it: python3 -c \"from transformers import"
                        + " AutoTokenizer as T; T.from_pretrained('" + directory + "').save_pretrained('" + directory
                        + "')\"")
                .orElse(none);
    }

    void copyTo(Path directory) throws IOException {
        for (Path file : files) {
            Path copy = directory.resolve(String.valueOf(file.getFileName()));
            Files.copy(file, copy);
            Replacement.sync(copy);
        }
    }
}
