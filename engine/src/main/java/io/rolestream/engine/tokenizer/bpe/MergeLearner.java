package io.rolestream.engine.tokenizer.bpe;

import io.rolestream.engine.tokenizer.SpecialTokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Learns byte-pair merges from counted words: repeatedly, the most frequent pair of neighbouring symbols becomes one
 * symbol.
 *
 * <p>Recounting all pairs for each merge would take hours. Instead each {@link MergeCandidate} keeps the words in which
 * its pair arose, so that a merge visits only those words and updates {@link PairCounts} there. The priority queue is
 * lazy: a candidate that reaches the top with an outdated count is queued again with the current one.
 *
 * <p>The result is that of Hugging Face's {@code BpeTrainer}, so each can check the other. Ties go to the pair with the
 * lower ids. A merged pair's own count stays as it was. If a merge spells an existing token, the token keeps its id,
 * its pairs are queued a second time, and the later of two merges of the same pair sets the rank. The order of two
 * candidates with the same pair and count is unspecified in both.
 *
 * <p>Not thread-safe.
 */
final class MergeLearner implements BpeWords.Changes {
    private final long minimumFrequency;
    private final int vocabularySize;
    private final boolean addPrefixSpace;
    private final BpeWords words;
    private final PairCounts counts = new PairCounts();
    private final PriorityQueue<MergeCandidate> queue = new PriorityQueue<>();
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final LinkedHashSet<Long> merges = new LinkedHashSet<>();
    private final Map<Long, MergeCandidate> fresh = new HashMap<>();

    MergeLearner(Map<String, long[]> wordCounts, BpeSettings settings) {
        minimumFrequency = settings.minimumFrequency();
        vocabularySize = settings.vocabularySize();
        addPrefixSpace = settings.addPrefixSpace();
        SpecialTokens.ALL.forEach(this::addToken);
        for (char c : ByteAlphabet.sorted()) {
            addToken(String.valueOf(c));
        }
        words = new BpeWords(wordCounts, SpecialTokens.ALL.size());
    }

    BpeVocabulary learn() {
        for (int word = 0; word < words.size(); word++) {
            words.pairs(word, this);
        }
        queueFresh();
        while (tokens.size() < vocabularySize && !queue.isEmpty()) {
            MergeCandidate candidate = queue.remove();
            long count = counts.get(candidate.pair());
            if (count != candidate.count()) {
                candidate.setCount(count);
                queue.add(candidate);
            } else if (count < minimumFrequency) {
                break;
            } else {
                merge(candidate);
                queueFresh();
            }
        }
        return new BpeVocabulary(tokens, mergedTokens(), addPrefixSpace);
    }

    private void merge(MergeCandidate candidate) {
        long pair = candidate.pair();
        int merged = addToken(tokens.get(PairCounts.left(pair)) + tokens.get(PairCounts.right(pair)));
        merges.remove(pair);
        merges.add(pair);
        for (int i = 0; i < candidate.words(); i++) {
            words.merge(candidate.word(i), pair, merged, this);
        }
    }

    @Override
    public void lost(long pair, long count) {
        counts.add(pair, -count);
    }

    @Override
    public void gained(long pair, long count, int word) {
        counts.add(pair, count);
        MergeCandidate candidate = fresh.get(pair);
        if (candidate == null) {
            fresh.put(pair, new MergeCandidate(pair, word));
        } else {
            candidate.addWord(word);
        }
    }

    private void queueFresh() {
        for (MergeCandidate candidate : fresh.values()) {
            candidate.setCount(counts.get(candidate.pair()));
            if (candidate.count() > 0) {
                queue.add(candidate);
            }
        }
        fresh.clear();
    }

    private int addToken(String token) {
        Integer known = ids.putIfAbsent(token, tokens.size());
        if (known != null) {
            return known;
        }
        tokens.add(token);
        return tokens.size() - 1;
    }

    private List<BpeVocabulary.Merge> mergedTokens() {
        return merges.stream()
                .map(pair ->
                        new BpeVocabulary.Merge(tokens.get(PairCounts.left(pair)), tokens.get(PairCounts.right(pair))))
                .toList();
    }
}
