package io.rolestream.engine.tokenizer.bpe;

import io.rolestream.engine.tokenizer.Utf8;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a byte-level BPE vocabulary like RoBERTa's. The texts are read once: they are split into words, distinct words
 * are counted, and merges are learnt from the counts. The same texts in the same order give the same vocabulary. It is
 * the one that Hugging Face's {@code ByteLevelBPETokenizer} learns, as long as no word is longer than 1,024 bytes and
 * there are no more distinct words than the settings allow.
 */
public final class BpeTrainer {
    private static final Logger log = LoggerFactory.getLogger(BpeTrainer.class);

    private final BpeSettings settings;

    public BpeTrainer(BpeSettings settings) {
        this.settings = settings;
    }

    /** Learns from all texts, on the calling thread. */
    public BpeVocabulary train(Iterator<String> texts) {
        WordCounts words = new WordCounts(settings.maxDistinctWords());
        while (texts.hasNext()) {
            WordSplitter.split(prefixed(Utf8.wellFormed(texts.next())), words::add);
        }
        if (words.forgotten() > 0) {
            log.info(
                    "More than {} distinct words: {} rare ones were forgotten while counting",
                    settings.maxDistinctWords(),
                    words.forgotten());
        }
        BpeVocabulary vocabulary = new MergeLearner(words.counts(), settings).learn();
        log.info(
                "Learnt {} tokens from {} distinct words",
                vocabulary.tokens().size(),
                words.counts().size());
        return vocabulary;
    }

    private String prefixed(String text) {
        return settings.addPrefixSpace() && !text.isEmpty() && text.charAt(0) != ' ' ? " " + text : text;
    }
}
