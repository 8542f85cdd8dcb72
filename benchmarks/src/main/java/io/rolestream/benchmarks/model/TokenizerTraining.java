package io.rolestream.benchmarks.model;

import io.rolestream.engine.tokenizer.bpe.BpeSettings;
import io.rolestream.engine.tokenizer.bpe.BpeTrainer;
import io.rolestream.engine.tokenizer.bpe.BpeVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;

/** Measures the training of a byte-level BPE on a file, a text per line. Arguments: the file, the number of tokens. */
public final class TokenizerTraining {
    private TokenizerTraining() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        long start = System.nanoTime();
        BpeVocabulary vocabulary;
        try (Stream<String> lines = Files.lines(file)) {
            Iterator<String> texts = lines.iterator();
            vocabulary = new BpeTrainer(BpeSettings.ofSize(Integer.parseInt(arguments[1]))).train(texts);
        }
        System.out.printf(
                "%,d tokens of %.1f MB in %.1f s, in a heap of at most %,d MB%n",
                vocabulary.tokens().size(),
                Files.size(file) / 1e6,
                (System.nanoTime() - start) / 1e9,
                Runtime.getRuntime().maxMemory() >> 20);
    }
}
